namespace Sagas.Benchmarks.Growth;

/// <param name="Orders">That waited.</param>
/// <param name="Seconds">From the worker's start to the last one's end.</param>
/// <param name="MessagesPerSaga">That the broker was given meanwhile.</param>
internal sealed record Drain(int Orders, double Seconds, double MessagesPerSaga)
{
    public double PerSecond => Orders / Seconds;
}
