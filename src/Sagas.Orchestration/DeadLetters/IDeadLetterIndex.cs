using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>The index and the queues that it is of.</summary>
public interface IDeadLetterIndex
{
    /// <summary>Every place where letters of the sagas and participants that this host knows may rest.</summary>
    IReadOnlyList<(DeadLetterPlace Place, string Queue)> Places { get; }

    /// <summary>
    /// Looks into a queue, and changes nothing there: what it finds is indexed. What it does not find was replayed when its
    /// consumer has consumed it since, whoever moved it; otherwise it is missing, as long as that is so.
    /// </summary>
    /// <exception cref="BrokerAwayException">The broker does not answer; what was seen by then is indexed.</exception>
    Task<Reindexed> Reindex(DeadLetterPlace place, string queue, CancellationToken cancellationToken);
}

/// <param name="Resting">Messages in the queue.</param>
/// <param name="Added">Of these, those that the index did not have.</param>
/// <param name="Missing">Those that only the index had, and nobody has consumed.</param>
/// <param name="Replayed">Those that only the index had, or had as missing, and their consumer has consumed.</param>
public sealed record Reindexed(
    DeadLetterPlace Place,
    string Queue,
    long Resting,
    int Added,
    int Missing,
    int Replayed
);
