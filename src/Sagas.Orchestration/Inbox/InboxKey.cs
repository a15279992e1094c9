namespace Sagas.Orchestration.Inbox;

/// <summary>One message for one consumer.</summary>
/// <param name="Consumer">A stable name, such as <c>payments/ProcessPayment</c>; not a CLR name, for a rename would reset deduplication.</param>
public sealed record InboxKey(Guid MessageId, string Consumer);
