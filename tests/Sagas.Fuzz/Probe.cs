using System.Diagnostics;

namespace Sagas.Fuzz;

/// <summary>Gives one input to a target, and tells what is wrong with what it did.</summary>
internal static class Probe
{
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

        var took = Stopwatch.GetElapsedTime(started);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
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
