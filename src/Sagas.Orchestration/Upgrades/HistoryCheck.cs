using System.Reflection;
using System.Text.Json;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Core.Upgrades;
using Sagas.Orchestration.Repository;

namespace Sagas.Orchestration.Upgrades;

/// <summary>Whether histories that another build wrote still fold.</summary>
public static class HistoryCheck
{
    /// <returns>Which entry does not, and why; null when all do, and lead where they led.</returns>
    public static string? Fault(ISagaDefinition definition, RecordedHistory history) =>
        (string?)
            typeof(HistoryCheck)
                .GetMethod(nameof(FaultOf), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(definition.DataType)
                .Invoke(null, [definition, history]);

    public static Refolded<TData> Refold<TData>(SagaPlan<TData> plan, RecordedHistory history)
        where TData : class =>
        Core.Upgrades.Refold.Of(plan, history.Id, history.Entries.Select(entry => EntryOf(plan, entry)));

    private static string? FaultOf<TData>(SagaDefinition<TData> definition, RecordedHistory history)
        where TData : class
    {
        try
        {
            return Refold(definition.Plan, history).Fault;
        }
        catch (JsonException unreadable)
        {
            return unreadable.Message;
        }
    }

    /// <exception cref="JsonException">The entry cannot be read as what it says it is.</exception>
    private static RecordedEntry EntryOf<TData>(SagaPlan<TData> plan, RecordedStep entry)
        where TData : class
    {
        var kind = Enum.TryParse<EntryKind>(entry.Kind, out var known)
            ? known
            : throw new JsonException(
                $"entry {entry.Sequence} is a {entry.Kind}, which this build does not know"
            );
        var type = plan
            .ReplyTypes.Append(plan.StartType)
            .FirstOrDefault(type => type.FullName == entry.MessageType);
        return new(
            new(entry.Sequence, kind, entry.Step, MessageOf(entry, type), entry.Detail),
            entry.MessageType,
            entry.State
        );
    }

    private static object? MessageOf(RecordedStep entry, Type? type)
    {
        try
        {
            return type is null ? null : entry.Message?.Deserialize(type, SagaJson.Options);
        }
        catch (JsonException unreadable)
        {
            throw new JsonException(
                $"entry {entry.Sequence} ({entry.Kind}) came with a {type!.Name} that this build cannot read: {unreadable.Message}",
                unreadable
            );
        }
    }
}
