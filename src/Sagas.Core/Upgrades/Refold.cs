using Sagas.Core.Decisions;
using Sagas.Core.Definitions;

namespace Sagas.Core.Upgrades;

/// <summary>
/// Folds a recorded history with the definition of today: whether it still leads where it led, and what follows from each of
/// its entries.
/// </summary>
public static class Refold
{
    public static Refolded<TData> Of<TData>(SagaPlan<TData> plan, Guid id, IEnumerable<RecordedEntry> history)
        where TData : class
    {
        var saga = Saga<TData>.NotStarted(id);
        var effects = new List<IReadOnlyList<Effect>>();
        foreach (var recorded in history)
        {
            if (EntryFault.Of(plan, saga, recorded) is { } fault)
            {
                return new(saga, effects, Told(recorded, fault));
            }

            if (Again(plan, saga, recorded.Entry, out var failure) is not { } decision)
            {
                return new(saga, effects, Told(recorded, failure!));
            }

            saga = decision.Saga;
            effects.Add(decision.Effects);
            var state = StateName.Of(plan, saga);
            if (state != recorded.State)
            {
                return new(
                    saga,
                    effects,
                    Told(recorded, $"led to \"{recorded.State}\", and leads to \"{state}\" now")
                );
            }
        }

        return new(saga, effects, null);
    }

    /// <summary>A definition's own functions may fail on what another version of it wrote, and that is what is asked here.</summary>
    private static Decision<TData>.Accepted? Again<TData>(
        SagaPlan<TData> plan,
        Saga<TData> saga,
        HistoryEntry entry,
        out string? failure
    )
        where TData : class
    {
        try
        {
            failure = null;
            return Decider.Again(plan, saga, entry);
        }
        catch (Exception exception)
        {
            failure = $"makes the definition fail: {exception.GetType().Name}: {exception.Message}";
            return null;
        }
    }

    private static string Told(RecordedEntry recorded, string fault) =>
        $"entry {recorded.Entry.Sequence} ({recorded.Entry.Kind}{(recorded.Entry.Step is null ? "" : $" of {recorded.Entry.Step}")}) {fault}";
}

/// <summary>An entry as it was recorded.</summary>
/// <param name="Entry">Its message is null where no message came, or where this build knows no such type.</param>
/// <param name="MessageType">The type that came, by its name; null for none.</param>
/// <param name="State">That the entry led to.</param>
public sealed record RecordedEntry(HistoryEntry Entry, string? MessageType, string State);

/// <param name="Saga">As far as its history folds.</param>
/// <param name="Effects">Of each entry that folds.</param>
/// <param name="Fault">What is wrong with the first entry that does not fold, or leads elsewhere; null: nothing.</param>
public sealed record Refolded<TData>(
    Saga<TData> Saga,
    IReadOnlyList<IReadOnlyList<Effect>> Effects,
    string? Fault
)
    where TData : class;
