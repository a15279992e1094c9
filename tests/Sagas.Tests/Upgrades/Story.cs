using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Operators;
using Sagas.Tests.Conformance;

namespace Sagas.Tests.Upgrades;

/// <summary>What happens to a saga, in words: <c>start</c>, <c>stock done</c>, <c>shipment late</c>, <c>cancel</c>, ….</summary>
/// <param name="Name">Of its file.</param>
internal sealed record Story(string Name, string Words)
{
    public IEnumerable<Move> Moves(ISagaPlan plan) => Words.Split(", ").Select(words => MoveOf(plan, words));

    private static Move MoveOf(ISagaPlan plan, string words)
    {
        var (name, what) = words.Split(' ') is [var first, var second] ? (first, second) : ("", words);
        var step = plan.Outline.FirstOrDefault(step => step.Name == name);
        return what switch
        {
            "start" => new Move.Start(Payload.Same),
            "done" => new Move.Reply(name, step!.Done),
            "refused" => new Move.Reply(name, step!.Refused!),
            "undone" => new Move.Reply(name, step!.Undone!),
            "stranger" => new Move.Reply(null, plan.ReplyTypes[0]),
            "late" => new Move.Timer(TimerKind.StepDeadline, name, TimerAge.Current),
            "stale" => new Move.Timer(TimerKind.StepDeadline, name, TimerAge.Past),
            "reminded" => new Move.Timer(TimerKind.Reminder, name, TimerAge.Current),
            "overdue" => new Move.Timer(TimerKind.SagaDeadline, null, TimerAge.Current),
            "cancel" => new Move.Cancel(),
            "resumed" => new Move.Request(OperatorAction.Resume),
            "settled" => new Move.Request(OperatorAction.Settle, name),
            "answered" => new Move.Request(OperatorAction.Settle, name, step!.Done),
            "denied" => new Move.Request(OperatorAction.Settle, name, step!.Refused),
            _ => throw new ArgumentException($"Unknown words \"{words}\".", nameof(words)),
        };
    }
}
