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
/// <param name="placesOf">Known once the endpoint is configured.</param>
/// <param name="sagaOf">Which saga a message is for; null where only the machine's own filter knows.</param>
/// <param name="stopping">The bus is about to stop.</param>
internal sealed class SagaTurnFilter<TMessage>(
    SagaTurns turns,
    Func<Places> placesOf,
    Func<TMessage, Guid?> sagaOf,
    CancellationToken stopping
) : IFilter<ConsumeContext<TMessage>>
    where TMessage : class
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("sagaTurn");

    public async Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
    {
        stopping.ThrowIfCancellationRequested();
        context.CancellationToken.ThrowIfCancellationRequested();
        var saga = sagaOf(context.Message);
        using var turn = saga is { } id ? await Turn(id, context) : null;
        var places = placesOf();
        if (!places.TryTake())
        {
            await WaitForPlace(places, context);
        }

        try
        {
            await next.Send(context);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Most need not wait, and cost nothing then.</summary>
    private ValueTask<IDisposable> Turn(Guid saga, ConsumeContext context) =>
#pragma warning disable CA2000 // It ends with the message.
        turns.TryTake(saga) is { } turn ? new(turn) : new(WaitForTurn(saga, context));
#pragma warning restore CA2000

    private async Task<IDisposable> WaitForTurn(Guid saga, ConsumeContext context)
    {
        using var leaving = Leaving(context);
        return await turns.Take(saga, Arrival(context), leaving.Token);
    }

    private async Task WaitForPlace(Places places, ConsumeContext context)
    {
        using var leaving = Leaving(context);
        await places.Take(leaving.Token);
    }

    private CancellationTokenSource Leaving(ConsumeContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);

    private static long Arrival(ConsumeContext context) =>
        Stopwatch.GetTimestamp()
        - (long)(context.ReceiveContext.ElapsedTime.TotalSeconds * Stopwatch.Frequency);
}
