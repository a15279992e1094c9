namespace Sagas.TestKit;

/// <summary>Waits for what another process does, which has no signal for us: asks again until a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    /// <exception cref="TimeoutException">It did not become right in time; the last answer is in the message.</exception>
    public static async Task<T> Get<T>(string what, TimeSpan within, Func<Task<T>> ask, Func<T, bool> isRight)
    {
        using var deadline = new CancellationTokenSource(within);
        using var timer = new PeriodicTimer(AskEvery);
        while (true)
        {
            var answer = await ask();
            if (isRight(answer))
            {
                return answer;
            }

            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"Expected {what} within {within}; found {answer}.");
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
