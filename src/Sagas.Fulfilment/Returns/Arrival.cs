namespace Sagas.Fulfilment.Returns;

/// <summary>What became of the news that goods came back.</summary>
/// <param name="ReturnId">Null when there is no such return.</param>
/// <param name="Reason">Why the return was cancelled, if it was.</param>
public sealed record Arrival(Guid? ReturnId, ArrivalVerdict Verdict, string? Reason);

public enum ArrivalVerdict
{
    /// <summary>The inventory is told.</summary>
    Accepted,

    /// <summary>The return is completed.</summary>
    Done,

    /// <summary>The return was cancelled.</summary>
    Cancelled,

    /// <summary>There is no such return.</summary>
    Unknown,
}
