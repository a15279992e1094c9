namespace Sagas.Orchestration.Admission;

/// <summary>A message was not let in: nothing of it was handled. It rests in its queue's error queue.</summary>
/// <param name="fault">In which way.</param>
/// <param name="message">What was expected, what was found, what to do.</param>
public sealed class RefusedMessageException(MessageFault fault, string message) : Exception(message)
{
    public MessageFault Fault => fault;

    /// <summary>It is kept in parts only: as it is, it could not be put into another queue, or looked at there.</summary>
    public bool IsTooLarge => fault is MessageFault.BodySize or MessageFault.HeaderSize;
}
