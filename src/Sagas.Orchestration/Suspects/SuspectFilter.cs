using System.Security.Cryptography;
using MassTransit;
using Sagas.Orchestration.Retries;

namespace Sagas.Orchestration.Suspects;

/// <summary>
/// A message that came back to its queue again and again may be what kills its workers, and each death takes along what
/// else they had: it is a suspect. Suspects wait for each other, in random order; all others pass at once. So about half
/// of the innocent get through in each life of a worker, and the one that kills goes on alone to the broker's limit.
/// </summary>
/// <remarks>
/// 1. It came once, or came back once, as everything does when a worker stops or a connection is lost: it passes.
/// 2. It came back twice or more: it waits, at most <see cref="Spread"/> and <see cref="SuspectGate.LongestWait"/>.
/// 3. The bus stops, or the connection is lost, while it waits: it goes back to its queue.
/// </remarks>
/// <param name="returns">How often the transport has taken a message back into its queue.</param>
internal sealed class SuspectFilter(
    string queue,
    Func<ReceiveContext, long> returns,
    SuspectServices services
) : IFilter<ReceiveContext>
{
    public const int ReturnsOfSuspect = 2;

    /// <summary>
    /// Longer than a transport takes to hand out all that it may, for the order is to be chance. It is also the least that
    /// a suspect costs: up to a second.
    /// </summary>
    public static readonly TimeSpan Spread = TimeSpan.FromSeconds(1);

    public void Probe(ProbeContext context) => context.CreateFilterScope("suspects");

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var count = returns(context);
        if (count < ReturnsOfSuspect)
        {
            await next.Send(context);
            return;
        }

        services.Meter.Suspected(queue);
        Log.MessageSuspected(services.Logger, context.GetMessageId(), queue, count);
        using var turn = await Turn(context);
        await next.Send(context);
    }

    private async Task<IDisposable> Turn(ReceiveContext context)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken,
            services.Stopping
        );
        try
        {
            var pause = TimeSpan.FromMilliseconds(
                RandomNumberGenerator.GetInt32((int)Spread.TotalMilliseconds)
            );
            await Task.Delay(pause, services.Time, leaving.Token);
            return await services.Gate.Enter(leaving.Token);
        }
        catch (OperationCanceledException) when (services.Stopping.IsCancellationRequested)
        {
            BusStopping.GiveBack(context);
            throw;
        }
    }
}
