using System.Diagnostics.CodeAnalysis;

namespace Sagas.Orchestration.Turns;

/// <summary>
/// The places of a saga's queue in which messages are handled at once. What begins a saga has places of its own: a thousand that want to
/// begin may be at hand, and what comes to those that have begun does not wait for them.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "They stand as long as their endpoint does.")]
internal sealed class SagaPlaces(SagaConcurrency concurrency)
{
    private readonly SemaphoreSlim _beginnings = new(concurrency.Messages);
    private readonly SemaphoreSlim _others = new(concurrency.Messages);

    public SemaphoreSlim Of(bool isBeginning) => isBeginning ? _beginnings : _others;
}
