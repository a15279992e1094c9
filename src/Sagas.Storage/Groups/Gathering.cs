using System.Collections.Concurrent;

namespace Sagas.Storage.Groups;

/// <summary>
/// Requests that wait at the same time are served together: the first is served at once, and those that come meanwhile
/// are the next group. Nothing waits for more to come; but what the process already has at hand, as work of its thread pool, is
/// begun before a group is closed, for part of it will want to be of the group.
/// </summary>
/// <param name="most">Of a group.</param>
/// <param name="serve">Answers every request of a group itself, failures too; it does not throw.</param>
internal sealed class Gathering<TRequest>(int most, Func<IReadOnlyList<TRequest>, Task> serve)
{
    private readonly ConcurrentQueue<TRequest> _waiting = new();
    private int _isServing;

    public void Add(TRequest request)
    {
        _waiting.Enqueue(request);
        if (MayServe())
        {
            _ = Serve();
        }
    }

    private bool MayServe() => Interlocked.CompareExchange(ref _isServing, 1, 0) == 0;

    private async Task Serve()
    {
        do
        {
            while (!_waiting.IsEmpty)
            {
                await LetOthersBegin();
                await serve(Take()).ConfigureAwait(false);
            }

            Volatile.Write(ref _isServing, 0);
            // Whoever came between the last look and this found somebody serving.
        } while (!_waiting.IsEmpty && MayServe());
    }

    /// <summary>Goes on behind the work that waits for a thread; at once when none does.</summary>
    private static async ValueTask LetOthersBegin()
    {
        if (ThreadPool.PendingWorkItemCount > 0)
        {
            await Task.Yield();
        }
    }

    private List<TRequest> Take()
    {
        var group = new List<TRequest>();
        while (group.Count < most && _waiting.TryDequeue(out var request))
        {
            group.Add(request);
        }

        return group;
    }
}
