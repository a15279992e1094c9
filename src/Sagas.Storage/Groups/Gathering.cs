using System.Collections.Concurrent;

namespace Sagas.Storage.Groups;

/// <summary>
/// Requests that wait at the same time are served together: the first is served at once, and those that come meanwhile
/// are the next group. Nothing waits for more to come.
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
            while (Take() is { Count: > 0 } group)
            {
                await serve(group).ConfigureAwait(false);
            }

            Volatile.Write(ref _isServing, 0);
            // Whoever came between the last look and this found somebody serving.
        } while (!_waiting.IsEmpty && MayServe());
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
