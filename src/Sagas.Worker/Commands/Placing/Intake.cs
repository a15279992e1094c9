using Sagas.Fulfilment.Placing;
using Sagas.Orchestration;

namespace Sagas.Worker.Commands.Placing;

/// <summary>Takes the commands of a file, places them in batches, and counts what became of each.</summary>
/// <param name="placed">Called after each batch, with the number placed so far.</param>
internal sealed class Intake<TCommand>(ISagaPlacing<TCommand> placing, Action<int> placed)
    where TCommand : class
{
    /// <summary>Unreadable lines that are told one by one; all are counted.</summary>
    private const int MostReported = 100_000;

    private readonly Dictionary<string, string> _fingerprints = [];
    private readonly List<TCommand> _batch = new(ISagaPlacing<TCommand>.BatchSize);
    private readonly List<Guid> _sagas = [];
    private readonly List<UnreadableLine> _unreadable = [];
    private readonly List<string> _conflicts = [];

    /// <summary>The sagas to be followed: placed now or before.</summary>
    public IReadOnlyList<Guid> Sagas => _sagas;

    public int Read { get; private set; }

    public int Placed { get; private set; }

    public int AlreadyPlaced { get; private set; }

    public int UnreadableCount { get; private set; }

    public IReadOnlyList<UnreadableLine> Unreadable => _unreadable;

    /// <summary>Keys that were placed before with another payload.</summary>
    public IReadOnlyList<string> Conflicts => _conflicts;

    /// <summary>It is placed when a batch is full, or by <see cref="Finish"/>. It has passed the check.</summary>
    /// <remarks>A key that stands twice in the file is judged here: its saga may not have started yet.</remarks>
    public async Task Take(TCommand command, CancellationToken cancellationToken)
    {
        Read++;
        var (key, fingerprint) = (placing.KeyOf(command)!, Fingerprint.Of(command));
        if (_fingerprints.TryAdd(key, fingerprint))
        {
            _batch.Add(command);
        }
        else if (_fingerprints[key] == fingerprint)
        {
            AlreadyPlaced++;
        }
        else
        {
            _conflicts.Add(key);
        }

        if (_batch.Count == ISagaPlacing<TCommand>.BatchSize)
        {
            await Place(cancellationToken);
        }
    }

    public void Report(int line, string reason)
    {
        UnreadableCount++;
        if (_unreadable.Count < MostReported)
        {
            _unreadable.Add(new(line, reason));
        }
    }

    /// <summary>Places what is left.</summary>
    public Task Finish(CancellationToken cancellationToken) => Place(cancellationToken);

    private async Task Place(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        foreach (var placement in await placing.Place(_batch, cancellationToken))
        {
            switch (placement.Verdict)
            {
                case PlacementVerdict.Conflict:
                    _conflicts.Add(placement.Key);
                    continue;
                case PlacementVerdict.Known:
                    AlreadyPlaced++;
                    break;
                default:
                    Placed++;
                    break;
            }

            _sagas.Add(placement.SagaId);
        }

        _batch.Clear();
        placed(_sagas.Count);
    }
}
