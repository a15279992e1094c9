using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Providers.Sqlite;

/// <summary>
/// Lets the writers of one database file in, one after the other. Without it they would find the file busy and
/// poll, each blocking a thread, the unlucky ones until their time is up.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "It stands as long as the process does.")]
internal sealed class WriteGate
{
    private static readonly ConcurrentDictionary<string, WriteGate> Gates = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim semaphore = new(1, 1);
    private readonly string path;

    private WriteGate(string path) => this.path = path;

    /// <summary>The gate of a file, shared by everyone in this process who names the same path.</summary>
    public static WriteGate Of(string path) => Gates.GetOrAdd(path, static path => new WriteGate(path));

    /// <returns>The right to write; disposing it, once or more, gives it to the next.</returns>
    public async ValueTask<IDisposable?> Enter(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (await semaphore.WaitAsync(limit, cancellationToken))
        {
            return new Pass(semaphore);
        }

        throw new ConflictException(
            $"{path} was being written by others of this process for {limit.TotalSeconds:0} s.",
            new TimeoutException()
        );
    }

    [SuppressMessage("Usage", "CA2213", Justification = "The gate owns the semaphore.")]
    private sealed class Pass(SemaphoreSlim semaphore) : IDisposable
    {
        private SemaphoreSlim? held = semaphore;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}
