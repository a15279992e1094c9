using Sagas.Checker.Orchestrator;

namespace Sagas.Checker.Invariants;

internal sealed class DecidedCommandsArrive()
    : Invariant(
        "S7",
        "Every command that was decided came to its participant under one id, and none that was not.",
        Evidence.Orchestrator
    )
{
    /// <summary>A decision of a saga whose steps follow each other has at most so many effects before its command.</summary>
    private const int MostEffects = 5;

    public override IEnumerable<string> NotSeen(Run run) =>
        [
            .. run.Tap is null ? new[] { "events, which nobody need consume: the run had no tap" } : [],
            .. run.Description.BrokerLostMessages
                ? new[] { "whether commands arrived: queues were purged or wiped" }
                : [],
        ];

    public override IEnumerable<Violation> Check(Run run)
    {
        var decided = new HashSet<(Guid, string)>();
        var missing = new List<Violation>();
        foreach (var saga in run.Orchestrator!.Sagas)
        {
            foreach (
                var asking in run.Orchestrator.ToldOf[(saga.Type, saga.Id)].SelectMany(told => told.Askings)
            )
            {
                var ids = Enumerable
                    .Range(0, MostEffects)
                    .Select(index => Ids.OfMessage(saga.Id, saga.StartedAt, asking.Sequence, index))
                    .ToList();
                decided.UnionWith(ids.Select(id => (id, asking.Consumer)));
                var come = ids.Where(id => run.IsConsumed(id, asking.Consumer)).ToList();
                if (come.Count > 1)
                {
                    yield return new(
                        saga.Name,
                        $"The command of entry {asking.Sequence} came to {asking.Consumer} under {come.Count} ids."
                    );
                }
                else if (come.Count == 0 && !ids.Exists(run.Died.Contains))
                {
                    missing.Add(
                        new(
                            saga.Name,
                            $"The command of entry {asking.Sequence} never came to {asking.Consumer}."
                        )
                    );
                }
                else if (run.Tap is { } tap && !ids.Exists(tap.Contains))
                {
                    yield return new(
                        saga.Name,
                        $"The command of entry {asking.Sequence} came to {asking.Consumer}, and the tap never saw it."
                    );
                }
            }
        }

        if (run.Description is { AtRest: true, BrokerLostMessages: false } && missing.Count > run.Held)
        {
            foreach (var one in missing)
            {
                yield return one;
            }
        }

        foreach (
            var forged in run
                .Traces.SelectMany(traces => traces.Consumed)
                .Where(row => IsCommand(row.Consumer))
        )
        {
            if (!decided.Contains(forged))
            {
                yield return new(
                    forged.Message.ToString(),
                    $"{forged.Consumer} consumed this message, and no saga decided on it."
                );
            }
        }
    }

    private static readonly HashSet<string> Commands =
    [
        .. new[] { "order", "return" }
            .SelectMany(saga => Script.Of(saga)!.Steps)
            .SelectMany(step => new[] { step.Do, step.Undo })
            .OfType<string>(),
    ];

    public static bool IsCommand(string consumer) => Commands.Contains(consumer);
}
