using MassTransit;
using Sagas.Core.Decisions;
using Sagas.Orchestration;
using Sagas.Orchestration.Outbox;
using Sagas.Tests.Conformance;

namespace Sagas.Tests.Upgrades;

/// <summary>Effects as a recorded history keeps them: ids, types and destinations. What the messages say follows from the state.</summary>
internal static class EffectLines
{
    private const string Delay = " after ";

    public static IReadOnlyList<string> Of(IEnumerable<Effect> effects) =>
        [
            .. effects
                .Select(effect =>
                    effect switch
                    {
                        Effect.Send send =>
                            $"send {send.MessageId} {NameOf(send.Message)} to {send.Participant}",
                        Effect.Publish publish => $"publish {publish.MessageId} {NameOf(publish.Message)}",
                        Effect.SetTimer set => $"set {set.Token} {set.Kind}{Delay}{set.After}",
                        Effect.ClearTimer clear => $"clear {clear.Token}",
                        _ => throw new NotSupportedException($"Unknown effect {effect}."),
                    }
                )
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The same of what was committed.</summary>
    public static IReadOnlyList<string> Of(Commit commit) =>
        [
            .. commit
                .Outbox.Select(message =>
                {
                    var type = Envelope.Read(message.Metadata).MessageTypes[0]["urn:message:".Length..];
                    return message.Participant is { } participant
                        ? $"send {message.MessageId} {type} to {participant}"
                        : $"publish {message.MessageId} {type}";
                })
                .Concat(
                    commit.Timers.Select(timer =>
                    {
                        var after = timer.DueAt - commit.Entries[0].At;
                        return $"set {timer.Token} {timer.Purpose}{Delay}{TimeSpan.FromSeconds(Math.Round(after.TotalSeconds))}";
                    })
                )
                .Concat(commit.Cleared.Select(token => $"clear {token}"))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Another version may wait longer.</summary>
    public static IReadOnlyList<string> WithoutDelays(IEnumerable<string> lines) =>
        [.. lines.Select(line => line.Split(Delay)[0])];

    private static string NameOf(object message) =>
        MessageUrn.ForTypeString(message.GetType())["urn:message:".Length..];
}
