using Sagas.Orchestration.Inbox;

namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>The consumer has committed this message before: it is a repetition, and nothing was written.</summary>
public sealed class AlreadyConsumedException(InboxKey key, Exception inner)
    : Exception($"{key.Consumer} has consumed message {key.MessageId} already.", inner)
{
    public InboxKey Key { get; } = key;
}
