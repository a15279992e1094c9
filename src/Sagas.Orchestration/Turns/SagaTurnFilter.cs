using System.Diagnostics;
using MassTransit;

namespace Sagas.Orchestration.Turns;

/// <summary>
/// Stands before the unit of work at a saga's queue: first the saga's turn, then one of the places in which messages are
/// handled at once. A message that waits for its saga takes no place from those of other sagas.
/// </summary>
/// <remarks>
/// Inside the retries: what waits for its next attempt keeps nobody waiting. Only who has a turn waits for a place, and
/// nobody who has a place waits for a turn, so they cannot wait for each other. Whoever still waits when the bus stops
/// goes back to the queue.
/// </remarks>
/// <param name="sagaOf">Which saga a message is for; null where only the machine's own filter knows.</param>
/// <param name="stopping">The bus is about to stop.</param>
internal sealed class SagaTurnFilter<TMessage>(
    SagaTurns turns,
    SemaphoreSlim places,
    Func<TMessage, Guid?> sagaOf,
    CancellationToken stopping
) : IFilter<ConsumeContext<TMessage>>
    where TMessage : class
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("sagaTurn");

    public async Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken,
            stopping
        );
        var saga = sagaOf(context.Message);
        using var turn = saga is null ? null : await turns.Take(saga.Value, Arrival(context), leaving.Token);
        await places.WaitAsync(leaving.Token);
        try
        {
            await next.Send(context);
        }
        finally
        {
            places.Release();
        }
    }

    private static long Arrival(ConsumeContext context) =>
        Stopwatch.GetTimestamp()
        - (long)(context.ReceiveContext.ElapsedTime.TotalSeconds * Stopwatch.Frequency);
}
