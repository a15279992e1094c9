namespace Sagas.Core.Decisions;

/// <summary>The answer to an input.</summary>
public abstract record Decision<TData>
    where TData : class
{
    private Decision() { }

    /// <summary>The input enters the history; an ignored one does so too, and then nothing else changes.</summary>
    public sealed record Accepted(Saga<TData> Saga, HistoryEntry Entry, IReadOnlyList<Effect> Effects)
        : Decision<TData>;

    /// <summary>The message cannot start this saga, now or later; nothing is stored.</summary>
    public sealed record Rejected(Rejection Rejection, string Reason) : Decision<TData>;
}

public enum Rejection
{
    /// <summary>The message itself is bad.</summary>
    Invalid,

    /// <summary>Its key belongs to a saga that another payload started.</summary>
    Conflict,
}
