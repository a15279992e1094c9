using MassTransit;
using Microsoft.Extensions.Logging;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>
/// Notes a message before it goes to the error queue. The queue is the truth: a note that cannot be written is missing, and the
/// message goes there all the same.
/// </summary>
internal sealed class DeadLetterNoteFilter(
    string queue,
    IDeadLetterStore store,
    TimeProvider time,
    ILogger<DeadLetterNoteFilter> logger
) : IFilter<ExceptionReceiveContext>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetterNote");

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var letter = DeadLetterNote.Of(context, queue, time.GetUtcNow());
        using var timeout = new CancellationTokenSource(Patience, time);
        try
        {
            await store.Add(letter, timeout.Token);
        }
        catch (Exception failure)
        {
            Log.DeadLetterNotNoted(logger, failure, letter.MessageId, queue);
        }

        await next.Send(context);
    }
}
