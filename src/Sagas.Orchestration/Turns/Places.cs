using System.Diagnostics.CodeAnalysis;

namespace Sagas.Orchestration.Turns;

/// <summary>In which messages of a saga's queue are handled at once.</summary>
/// <param name="backpressure">What those ask that had to wait for a place; null: nothing.</param>
[SuppressMessage("Design", "CA1001", Justification = "They stand as long as their endpoint does.")]
internal sealed class Places(SagaConcurrency concurrency, Backpressure? backpressure = null)
{
    private readonly SemaphoreSlim _free = new(concurrency.Messages);

    /// <summary>Most need not wait, and cost nothing then.</summary>
    public bool TryTake() => _free.Wait(0);

    /// <exception cref="OperationCanceledException">It gave up waiting; the place is free.</exception>
    public async Task Take(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            if (backpressure is not null)
            {
                await backpressure.Free(cancellationToken);
            }
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    public void Release() => _free.Release();
}
