using System.Text.Json;
using Sagas.Core.Decisions;
using Sagas.Orchestration.History;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Worker.Commands.Placing;

/// <summary>Watches sagas to their end by reading them again and again.</summary>
internal sealed class Following(ISagaReader reader, TimeProvider time, string saga)
{
    /// <summary>Sagas that one look reads; those behind them have their turn when these end.</summary>
    private const int MostAtOnce = 2_000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>When nothing has moved for so long, it is said.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Guid, long> _versions = [];
    private readonly Dictionary<Outcome, int> _outcomes = [];
    private List<Guid> _open = [];

    /// <summary>Of the sagas of the last look that have not ended.</summary>
    public IReadOnlyDictionary<string, int> States { get; private set; } = new Dictionary<string, int>();

    public int Total { get; private set; }

    public int Open => _open.Count;

    public int Ended => Total - Open;

    public IReadOnlyList<OutcomeCount> Outcomes =>
        [
            .. _outcomes
                .Select(pair => new OutcomeCount(
                    pair.Key.State,
                    pair.Key.RefusedStep,
                    pair.Key.Reason,
                    pair.Value
                ))
                .OrderBy(outcome => outcome.State == StateName.Completed ? 0 : 1)
                .ThenBy(outcome => outcome.RefusedStep, StringComparer.Ordinal)
                .ThenByDescending(outcome => outcome.Count)
                .ThenBy(outcome => outcome.Reason, StringComparer.Ordinal),
        ];

    /// <summary>Returns when all have ended, or the time is over.</summary>
    /// <param name="looked">Called after each look, with whether nothing has moved for <see cref="Patience"/>.</param>
    /// <returns>Whether all have ended.</returns>
    public async Task<bool> Follow(
        IReadOnlyList<Guid> sagas,
        TimeSpan timeout,
        Action<Following, bool> looked,
        CancellationToken cancellationToken
    )
    {
        (_open, Total) = ([.. sagas], sagas.Count);
        var started = time.GetTimestamp();
        var moved = started;
        while (true)
        {
            if (await Look(cancellationToken))
            {
                moved = time.GetTimestamp();
            }

            looked(this, time.GetElapsedTime(moved) >= Patience);
            if (_open.Count == 0 || time.GetElapsedTime(started) >= timeout)
            {
                return _open.Count == 0;
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    /// <returns>Whether anything has moved since the last look.</returns>
    private async Task<bool> Look(CancellationToken cancellationToken)
    {
        var found = await reader.Existing(saga, [.. _open.Take(MostAtOnce)], cancellationToken);
        var hasMoved = false;
        var ended = new HashSet<Guid>();
        foreach (var record in found)
        {
            hasMoved |= _versions.GetValueOrDefault(record.Id) != record.Version;
            _versions[record.Id] = record.Version;
            if (record.EndedAt is not null && ended.Add(record.Id))
            {
                _versions.Remove(record.Id);
                var outcome = Outcome.Of(record);
                _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
            }
        }

        _open.RemoveAll(ended.Contains);
        States = found
            .Where(record => record.EndedAt is null)
            .GroupBy(record => record.State)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count());
        return hasMoved;
    }

    private sealed record Outcome(string State, string? RefusedStep, string? Reason)
    {
        public static Outcome Of(SagaRecord record) =>
            new(record.State, RefusedStepOf(record), record.Reason);

        /// <summary>The instance of a definition tells it; a hand-written state machine does not.</summary>
        private static string? RefusedStepOf(SagaRecord record)
        {
            using var instance = JsonDocument.Parse(record.Data);
            return
                instance.RootElement.TryGetProperty("saga", out var saga)
                && saga.TryGetProperty("steps", out var steps)
                ? steps
                    .EnumerateObject()
                    .Where(step => step.Value.GetProperty("status").GetString() == "refused")
                    .Select(step => step.Name)
                    .FirstOrDefault()
                : null;
        }
    }
}
