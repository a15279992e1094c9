using System.Collections.Concurrent;
using MassTransit;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;

namespace Sagas.Tests.Conformance;

/// <summary>What all trials together have tried and found.</summary>
internal sealed class Findings
{
    private int _pairs;
    private int _inputs;

    public ConcurrentQueue<string> Disagreements { get; } = new();

    /// <summary>How often each kind of outcome came.</summary>
    public ConcurrentDictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<Guid, ExpectedRows> Rows { get; } = new();

    public int Pairs => _pairs;

    public int Inputs => _inputs;

    public void CountPair() => Interlocked.Increment(ref _pairs);

    public void CountInput(string outcome)
    {
        Interlocked.Increment(ref _inputs);
        Outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
    }
}

/// <summary>What the database must hold of a saga when all is done.</summary>
internal sealed record ExpectedRows(
    string Saga,
    string State,
    long Version,
    IReadOnlyCollection<Guid> Timers
);

/// <summary>One saga, given the same to the core and to the machine, until they disagree.</summary>
internal sealed class Trial<TData>(
    MachineHost host,
    Subject<TData> subject,
    CommittedLines lines,
    Findings findings,
    string what
)
    where TData : class
{
    private readonly List<Move> _moves = [];

    public Model<TData> Model { get; } = new(subject, $"{subject.Name}-{NewId.Next():N}");

    public bool Disagrees { get; private set; }

    /// <returns>False: the move cannot be made now.</returns>
    public async Task<bool> Make(Move move)
    {
        if (Disagrees || Model.Make(move) is not { } delivery)
        {
            return false;
        }

        var from = Model.Situation(exactly: true);
        _moves.Add(move);
        var machine = await host.Give(subject.Plan, lines, delivery);
        var core = Model.Give(delivery);
        findings.CountInput(Told(core));
        if (Outcome.Difference(core, machine) is { } difference)
        {
            Disagrees = true;
            findings.Disagreements.Enqueue(
                $"{what}: {subject.Name} in [{from}] got [{move}] after [{string.Join(", ", _moves)}]: {difference}"
            );
        }

        return true;
    }

    public void End()
    {
        if (!Disagrees && Model.Saga.Sequence > 0)
        {
            findings.Rows[Model.Id] = new(subject.Name, Model.State, Model.Saga.Sequence, Model.LiveTimers);
        }
    }

    /// <summary>A word for what was decided: the entry's kind, or why there is none.</summary>
    private string Told(Outcome core) =>
        Model.LastEntry is { } entry
            ? entry.IgnoredAs is { } ignored
                ? $"Ignored as {ignored}"
                : entry.Kind.ToString()
            : string.Join(
                ':',
                core.Verdict.Split(':')
                    .Take(core.Verdict.StartsWith("dead", StringComparison.Ordinal) ? 2 : 1)
            );
}
