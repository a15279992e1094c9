using MassTransit;
using Microsoft.Extensions.Logging;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Timers;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>
/// Indexes a message before it goes to the error queue. The queue is the truth: what cannot be indexed goes there all the
/// same, and is found there later.
/// </summary>
internal sealed class DeadLetterNoteFilter(
    string queue,
    DeadLetterReader reader,
    IDeadLetterStore store,
    ITimerStore timers,
    TimeProvider time,
    ILogger<DeadLetterNoteFilter> logger
) : IFilter<ExceptionReceiveContext>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetterNote");

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        try
        {
            var letter = await reader.Read(
                DeadLetterPlace.Error,
                queue,
                MessageOf(context),
                DeadLetterFailure.Of(context.Exception),
                timeout.Token
            );
            await store.Died([letter], timeout.Token);
            // Only now, for those behind it wait for the letter from now on.
            if (context.TryGetPayload(out WaitedInVain? waited))
            {
                await timers.Remove([waited.Token], timeout.Token);
            }
        }
        catch (Exception failure)
        {
            Log.DeadLetterNotNoted(logger, failure, context.GetMessageId(), queue);
        }

        await next.Send(context);
    }

    private static DeadMessage MessageOf(ReceiveContext context) =>
        new(
            context.GetMessageId()?.ToString(),
            context.ContentType?.ToString(),
            context.Body.GetBytes(),
            context
                .TransportHeaders.GetAll()
                .ToDictionary(header => header.Key, header => header.Value?.ToString() ?? "")
        );
}
