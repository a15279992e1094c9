using Sagas.Core.Definitions;

namespace Sagas.Orchestration.Retries;

/// <summary>What the sagas of the catalogue declared for the commands of their steps, whoever consumes them.</summary>
internal sealed class RetryPlans
{
    private readonly Dictionary<Type, Entry> _entries = [];

    /// <param name="Saga">Null: steps of several sagas send it.</param>
    public sealed record Entry(RetryPolicy Policy, string? Saga);

    /// <summary>A plan that is known already changes nothing.</summary>
    public void Add(ISagaPlan plan)
    {
        foreach (var step in plan.Outline)
        {
            Add(step.Command, new(step.Retry, plan.Name));
            if (step.Undo is { } undo)
            {
                Add(undo, new(step.UndoRetry, plan.Name));
            }
        }
    }

    public Entry? Find(Type command) => _entries.GetValueOrDefault(command);

    /// <summary>A command of several steps has the policy that tries longest: nobody gives up before the most patient.</summary>
    private void Add(Type command, Entry entry)
    {
        if (!_entries.TryGetValue(command, out var other))
        {
            _entries.Add(command, entry);
            return;
        }

        var longer = Length(entry.Policy) > Length(other.Policy) ? entry : other;
        _entries[command] = longer with { Saga = entry.Saga == other.Saga ? entry.Saga : null };
    }

    private static TimeSpan Length(RetryPolicy policy) =>
        policy.Tiers.Later.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause);
}
