namespace Sagas.Orchestration.Inbox;

/// <summary>A message that a consumer has consumed; its key is (message id, consumer).</summary>
public sealed class InboxRecord
{
    public required Guid MessageId { get; init; }

    /// <summary>At most 128 characters.</summary>
    public required string Consumer { get; init; }

    public required DateTimeOffset ConsumedAt { get; init; }
}
