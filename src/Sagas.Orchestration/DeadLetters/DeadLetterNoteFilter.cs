using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Logging;
using Sagas.Orchestration.Failpoints;
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
            var failure = DeadLetterFailure.Of(context.Exception);
            var letter = await reader.Read(
                DeadLetterPlace.Error,
                queue,
                MessageOf(context),
                failure,
                timeout.Token
            );
            Tell(context.ExceptionHeaders, letter.Record, failure.Stack);
            await store.Died([letter with { Body = WithFault(letter.Body, context) }], timeout.Token);
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
        if (!context.IsFaulted)
        {
            // What could not even be read has no consumer that reported it: unreported, it would rest among the skipped as well.
            await context.NotifyFaulted(context.Exception);
        }

        Failpoint.Hit("dead-letter-written");
    }

    private static DeadMessage MessageOf(ReceiveContext context) =>
        new(
            context.GetMessageId()?.ToString(),
            context.ContentType?.ToString(),
            context.Body.GetBytes(),
            Texts(context.TransportHeaders)
        );

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
    private static DeadLetterBodyRecord WithFault(DeadLetterBodyRecord body, ExceptionReceiveContext context)
    {
        var headers = Texts(context.TransportHeaders);
        foreach (var (name, value) in Texts(context.ExceptionHeaders))
        {
            headers[name] = value;
        }

        body.Headers = JsonSerializer.Serialize(headers);
        return body;
    }

    private static Dictionary<string, string> Texts(Headers headers) =>
        headers.GetAll().ToDictionary(header => header.Key, header => HeaderText.Of(header.Value));
}
