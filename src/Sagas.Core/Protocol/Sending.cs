namespace Sagas.Core.Protocol;

/// <summary>
/// In which order a stored message leaves, be it of the outbox or of the timers. Pure, as <see cref="Delivery"/> is. A row goes only
/// when the broker has confirmed its message; whoever dies in between leaves a row that is sent again, and is a repetition.
/// </summary>
public static class Sending
{
    public const SendStep First = SendStep.Send;

    /// <param name="isKept">The row belongs to a saga, whose decision alone removes it: a deadline cannot get lost.</param>
    public static SendStep After(SendStep step, bool succeeded, bool isKept) =>
        step == SendStep.Send && succeeded && !isKept ? SendStep.Remove : SendStep.Done;
}

public enum SendStep
{
    /// <summary>And wait for the broker's confirmation.</summary>
    Send,

    /// <summary>The row.</summary>
    Remove,

    /// <summary>A row that is still there is sent again when its lease is over, or when it is due again.</summary>
    Done,
}
