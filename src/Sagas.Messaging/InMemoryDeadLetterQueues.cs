using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Transports;

namespace Sagas.Messaging;

/// <summary>The error queues of one process die with it, and nobody can look into them: the index keeps what was in them.</summary>
internal sealed class InMemoryDeadLetterQueues : IDeadLetterQueues
{
    public bool AreKept => false;

    public Task<long?> Depth(DeadLetterPlace place, string queue, CancellationToken cancellationToken) =>
        Task.FromResult<long?>(null);

    public Task<long> Visit(
        DeadLetterPlace place,
        string queue,
        Func<DeadMessage, Task<bool>> visit,
        CancellationToken cancellationToken
    ) => Task.FromResult(0L);
}
