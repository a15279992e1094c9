namespace Sagas.Checker.Invariants;

internal sealed class MessagesConserved()
    : Invariant(
        "S19",
        "Every answer of a participant was applied, is queued, or is a dead letter that is in its queue.",
        Evidence.Messages
    )
{
    public override IEnumerable<string> NotSeen(Run run) =>
        [
            .. run.Orchestrator is null ? new[] { "answers: the run gives no orchestrator" } : [],
            .. run.Queues is null
                ? new[] { "letters in their queues: the run gives no counts of the broker" }
                : [],
            .. run.Description.BrokerLostMessages ? new[] { "answers: queues were purged or wiped" } : [],
        ];

    public override IEnumerable<Violation> Check(Run run) => [.. Answers(run), .. Letters(run)];

    private static IReadOnlyList<Violation> Answers(Run run)
    {
        if (run.Orchestrator is null || run.Description is not { AtRest: true, BrokerLostMessages: false })
        {
            return [];
        }

        var missing = run
            .Traces.SelectMany(traces => traces.Consumed)
            .Where(row => DecidedCommandsArrive.IsCommand(row.Consumer))
            // Expected goods are answered when they are here.
            .Where(row => row.Consumer != "inventory/ExpectGoods")
            .Select(row => (row.Consumer, row.Message, Answer: Ids.OfReply(row.Message, row.Consumer, 0)))
            .Where(row => !run.Consumed.Contains(row.Answer) && !run.Died.Contains(row.Answer))
            .ToList();
        return missing.Count <= run.Held
            ? []
            :
            [
                .. missing.Select(row => new Violation(
                    row.Message.ToString(),
                    $"{row.Consumer} consumed this message, and its answer {row.Answer} is nowhere."
                )),
            ];
    }

    /// <summary>
    /// A letter may rest in its queue twice, when its worker died before it let go of the message; but one that is in the index
    /// has to be there. Those that somebody looks at now are handed out, and in their queue all the same.
    /// </summary>
    private static IEnumerable<Violation> Letters(Run run)
    {
        if (run.Queues is null)
        {
            yield break;
        }

        var known = run
            .Traces.SelectMany(traces => traces.DeadLetters)
            .Where(letter => letter.Status == "Dead")
            .DistinctBy(letter => letter.Id)
            .ToLookup(letter => letter.RestsIn);
        foreach (var queue in known)
        {
            var count = run.Queues.GetValueOrDefault(queue.Key);
            var resting = (count?.Ready ?? 0) + (count?.Unacknowledged ?? 0);
            if (resting < queue.Count())
            {
                yield return new(
                    queue.Key,
                    $"The index knows {queue.Count()} letters in it, and it holds {resting}."
                );
            }
        }
    }
}
