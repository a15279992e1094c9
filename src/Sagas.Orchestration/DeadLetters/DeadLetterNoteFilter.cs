using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.Failpoints;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>
/// Indexes a message before it goes to the error queue. The queue is the truth: what cannot be indexed goes there all the
/// same, and is found there later. Of what was refused as too large only a part goes there.
/// </summary>
internal sealed class DeadLetterNoteFilter(
    string queue,
    DeadLetterReader reader,
    IDeadLetterStore store,
    ITimerStore timers,
    IDeadLetterQueues queues,
    IOptions<AdmissionOptions> limits,
    TimeProvider time,
    ILogger<DeadLetterNoteFilter> logger
) : IFilter<ExceptionReceiveContext>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetterNote");

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var refused = context.Exception.GetBaseException() as RefusedMessageException;
        var message = MessageOf(context, refused?.IsTooLarge == true ? limits.Value : null);
        await Note(context, message);
        if (refused?.IsTooLarge == true)
        {
            // The broker takes no message whose headers fill more than a frame, and closes the connection over it.
            var letter = message with
            {
                Headers = WithFault(message, context),
            };
            await queues.Bury(DeadLetterPlace.Error, queue, letter, context.CancellationToken);
        }
        else
        {
            await next.Send(context);
        }

        if (!context.IsFaulted)
        {
            // It did not come as far as a consumer. Unless it is told, MassTransit takes it for skipped, and keeps it there as well.
            await context.NotifyFaulted(context.Exception);
        }

        Failpoint.Hit("dead-letter-written");
    }

    private async Task Note(ExceptionReceiveContext context, DeadMessage message)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        try
        {
            var failure = DeadLetterFailure.Of(context.Exception);
            var letter = await reader.Read(DeadLetterPlace.Error, queue, message, failure, timeout.Token);
            Tell(context.ExceptionHeaders, letter.Record, failure.Stack);
            letter.Body.Headers = JsonSerializer.Serialize(WithFault(message, context));
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
    }

    /// <summary>How an earlier death, or a sender, says that it died is not how it dies now.</summary>
    /// <param name="largest">Null: it is kept as it is.</param>
    private static DeadMessage MessageOf(ReceiveContext context, AdmissionOptions? largest)
    {
        var headers = Texts(context.TransportHeaders);
        foreach (var name in headers.Keys.Where(IsOfDeath).ToList())
        {
            headers.Remove(name);
        }

        var whole = new DeadMessage(
            context.GetMessageId()?.ToString(),
            context.ContentType?.ToString(),
            context.Body.GetBytes(),
            headers
        );
        return largest is null ? whole : RefusedLetter.Of(whole, largest);
    }

    private static bool IsOfDeath(string header) =>
        header.StartsWith("MT-Fault-", StringComparison.OrdinalIgnoreCase)
        || header.Equals(MessageHeaders.Reason, StringComparison.OrdinalIgnoreCase);

    /// <summary>What the management UI shows beside MassTransit's own headers.</summary>
    private static void Tell(SendHeaders headers, DeadLetterRecord letter, StackText stack)
    {
        headers.Set(DeadLetterHeaders.Attempts, letter.Attempts);
        headers.Set(DeadLetterHeaders.Group, letter.GroupId);
        headers.Set(DeadLetterHeaders.StackTrace, stack.Shortened);
        if (letter.SagaId is { } saga)
        {
            headers.Set(DeadLetterHeaders.SagaId, saga.ToString());
            headers.Set(DeadLetterHeaders.SagaType, letter.SagaType);
            headers.Set(DeadLetterHeaders.Step, letter.Step);
            headers.Set(DeadLetterHeaders.State, letter.State);
        }
    }

    /// <summary>The headers as they are in the error queue, so that a letter can be put back there.</summary>
    private static Dictionary<string, string> WithFault(DeadMessage message, ExceptionReceiveContext context)
    {
        var headers = message.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Texts(context.ExceptionHeaders))
        {
            headers[name] = value;
        }

        return headers;
    }

    /// <summary>A sender may have said the same twice, such as once for the transport and once as a header of its own.</summary>
    private static Dictionary<string, string> Texts(Headers headers)
    {
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers.GetAll())
        {
            texts[header.Key] = HeaderText.Of(header.Value);
        }

        return texts;
    }
}
