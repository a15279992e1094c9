using System.Diagnostics;

namespace Sagas.Fuzz;

/// <summary>Gives one input to a target, and tells what is wrong with what it did.</summary>
internal static class Probe
{
    private const int Tries = 3;
    private const long MostBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <param name="answer">Of the target, when nothing is wrong.</param>
    /// <returns>Null: it did what it promises.</returns>
    public static string? Try(ITarget target, byte[] input, out Answer answer)
    {
        answer = default;
        var (started, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        try
        {
            answer = target.Read(input);
        }
        catch (BrokenPromiseException broken)
        {
            return broken.Message;
        }
        catch (Exception unexpected)
        {
            return $"{unexpected.GetType().Name}, which is not promised: {unexpected.Message} {Where(unexpected)}";
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var took = Stopwatch.GetElapsedTime(started);
        for (var again = 1; took > Longest && again < Tries; again++)
        {
            // Another process may have had the processor meanwhile; the input is slow only if it is slow each time.
            started = Stopwatch.GetTimestamp();
            _ = target.Read(input);
            took = Stopwatch.GetElapsedTime(started);
        }

        return took > Longest
                ? $"It took {took.TotalSeconds:F1} s; at most {Longest.TotalSeconds} s is promised."
            : bytes > MostBytes ? $"It took {bytes} bytes of memory; at most {MostBytes} is promised."
            : !answer.IsAccepted && string.IsNullOrWhiteSpace(answer.Text) ? "It was refused without a word."
            : null;
    }

    private static string Where(Exception failure) =>
        (failure.StackTrace ?? "")
            .Split('\n')
            .FirstOrDefault(line => line.Contains("Sagas.", StringComparison.Ordinal))
            ?.Trim()
        ?? "";
}
