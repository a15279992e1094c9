using System.Text.Json;
using MassTransit;
using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Timers;

namespace Sagas.Tests.Conformance;

/// <summary>What a transaction committed, as lines; <see cref="DemandedLines"/> says the same of what the core demands.</summary>
internal sealed class CommittedLines
{
    private readonly Dictionary<string, Type> _types;

    public CommittedLines(ISagaPlan plan) =>
        _types = plan
            .Outline.SelectMany(step => new[] { step.Command, step.Undo }.OfType<Type>())
            .Concat(plan.EventTypes)
            .Concat([typeof(StepDeadline), typeof(SagaDeadline), typeof(StepReminder)])
            .Distinct()
            .ToDictionary(MessageUrn.ForTypeString);

    public List<string> Of(Commit commit) =>
        [
            .. commit.Entries.Select(entry =>
                $"entry {entry.Sequence} {entry.Kind} {entry.Step} -> {entry.State}, by {entry.Cause}: {entry.MessageType} "
                + $"{entry.Message} ({entry.Detail})"
            ),
            .. commit.Sagas.SelectMany(LinesOf),
            .. commit.Outbox.Select(message =>
                $"send {IdOf(message, commit)} to {LastOf(message.Destination)} for {message.Participant}: {Told(message.Body)}"
            ),
            .. commit.Timers.Select(timer =>
                $"set {timer.Token} as {timer.Purpose} {timer.Name} of {timer.Participant}, owned {timer.IsOwned}, "
                + $"to {LastOf(timer.Destination)}: {Told(timer)}"
            ),
            .. commit.Cleared.Select(token => $"clear {token}"),
            .. commit.Deeds.Select(deed => $"deed {deed.Action} by {deed.By}: {deed.Outcome}"),
        ];

    /// <summary>The core's id begins with the start of the saga, which the core does not know.</summary>
    private static string IdOf(OutboxRecord message, Commit commit)
    {
        var started = commit.Sagas.Single().StartedAt.ToUnixTimeMilliseconds();
        var isDated = message.MessageId == DerivedId.Dated(message.MessageId, started);
        return isDated ? DemandedLines.IdOf(message.MessageId) : $"{message.MessageId}, not dated,";
    }

    private static IEnumerable<string> LinesOf(SavedSaga saga)
    {
        yield return $"row {saga.Type} {saga.Id} in {saga.State}, version {saga.Version}, definition {saga.DefinitionVersion}, "
            + $"reason {saga.Reason}, ended {saga.HasEnded}, owes {saga.Owes}, waits {saga.Waits}";
        using var instance = JsonDocument.Parse(saga.Data);
        yield return $"machine in {instance.RootElement.GetProperty("currentState").GetString()}";
        yield return $"data {instance.RootElement.GetProperty("saga").GetRawText()}";
    }

    /// <summary>The message as the bus wrote it, read as its type, so that only what a receiver can notice is compared.</summary>
    private string Told(string body)
    {
        using var envelope = JsonDocument.Parse(body);
        var urn = envelope.RootElement.GetProperty("messageType")[0].GetString()!;
        var message = envelope.RootElement.GetProperty("message");
        return _types.TryGetValue(urn, out var type)
            ? $"{urn} {SagaJson.Write(message.Deserialize(type, SagaJson.Options)!)}"
            : $"{urn} {message.GetRawText()}";
    }

    private string Told(TimerRecord timer) =>
        OwnedTimer.Message(timer) is { } message
            ? $"{MessageUrn.ForTypeString(message.GetType())} {SagaJson.Write(message)}"
            : Told(timer.Body);

    private static string LastOf(string address) => new Uri(address).Segments[^1].Trim('/');
}
