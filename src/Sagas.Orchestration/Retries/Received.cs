using System.Globalization;
using MassTransit;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Retries;

/// <summary>What a message brings with it of its earlier failures.</summary>
internal sealed record Received(
    Guid MessageId,
    int Redeliveries,
    DateTimeOffset FirstAttemptAt,
    bool IsReplayed
)
{
    public static Received Of(ConsumeContext context, DateTimeOffset now)
    {
        // A message's own headers may be inside its body, where a redelivery does not reach.
        var headers = context.ReceiveContext.TransportHeaders;
        return new(
            MessageIdentity.Of(context),
            CountOf(headers),
            FirstOf(headers) ?? now,
            Text(headers, ReplayHeaders.Item) is not null
        );
    }

    private static int CountOf(Headers headers) =>
        int.TryParse(Text(headers, RetryHeaders.Redeliveries), CultureInfo.InvariantCulture, out var count)
        && count > 0
            ? count
            : 0;

    private static DateTimeOffset? FirstOf(Headers headers) =>
        DateTimeOffset.TryParse(
            Text(headers, RetryHeaders.FirstAttemptAt),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var first
        )
            ? first
            : null;

    private static string? Text(Headers headers, string name) =>
        headers.TryGetHeader(name, out var value)
            ? Convert.ToString(value, CultureInfo.InvariantCulture)
            : null;
}
