using System.Text;
using Sagas.Core;

namespace Sagas.Orchestration.Claims;

/// <summary>
/// A business key that a request has taken, with its payload: from here on nobody else can take it, though its saga has not
/// started. Kept as long as the inbox is, which is far longer than a saga takes to start; then the saga itself tells.
/// </summary>
public sealed class ClaimRecord
{
    /// <summary>
    /// What was accepted longer ago and has not begun is sent again when it is placed again, once in this time: its queue may have been
    /// lost. It may also be long, and then each repetition makes it longer.
    /// </summary>
    public static readonly TimeSpan BeginsWithin = TimeSpan.FromMinutes(10);

    /// <summary>The saga's name. With <see cref="SagaId"/> the key.</summary>
    public required string SagaType { get; init; }

    /// <summary>Derived from the business key.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>Of the payload. At most 64 characters.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Or when its request was sent again.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>The id of the message that begins the saga: the same payload placed twice is the same message twice.</summary>
    public static Guid MessageOf(Guid sagaId, string fingerprint) =>
        DerivedId.OfContent(Encoding.UTF8.GetBytes($"{sagaId:N}\n{fingerprint}"));
}
