namespace Sagas.Orchestration.Transports;

/// <summary>What becomes of a command. Where there is no queue for it, it comes back and stays in the outbox.</summary>
public enum CommandRoute
{
    ToQueue,

    /// <summary>Senders have declared the exchange, and its owner has never been there; or the queue was deleted.</summary>
    NoQueue,

    /// <summary>Neither its owner nor a sender has been there.</summary>
    NoExchange,
}
