namespace Sagas.Core.Definitions;

/// <summary>How a saga starts, as the plan knows it.</summary>
/// <param name="MessageType">The command that starts it.</param>
/// <param name="Key">The business idempotency key of such a command.</param>
/// <param name="Problems">What is wrong with such a command; empty when it is good.</param>
/// <param name="Create">The first data, from the command and the saga's id.</param>
/// <param name="Announcement">The event published when it was accepted, if any.</param>
/// <param name="AnnouncementType">The type of that event, if any.</param>
public sealed record SagaStart<TData>(
    Type MessageType,
    Func<object, string> Key,
    Func<object, IReadOnlyList<string>> Problems,
    Func<object, Guid, TData> Create,
    Func<TData, object>? Announcement,
    Type? AnnouncementType
)
    where TData : class;
