using Sagas.Core.Decisions;

namespace Sagas.Simulation.Model;

internal sealed class SagaRow<TData>(Saga<TData> saga)
    where TData : class
{
    public Saga<TData> Saga { get; set; } = saga;

    /// <summary>How many commits wrote it; 0: it is not there.</summary>
    public long Version { get; set; }

    public List<HistoryRow> History { get; } = [];
}

/// <param name="Cause">The message that caused the entry.</param>
/// <param name="At">In milliseconds of the world's clock.</param>
internal readonly record struct HistoryRow(HistoryEntry Entry, Guid Cause, long At);

internal sealed class OutboxRow(Message message, long leasedUntil)
{
    public Message Message => message;

    public long LeasedUntil { get; set; } = leasedUntil;
}

/// <param name="IsOwned">By its saga, whose decision alone removes it.</param>
internal sealed class TimerRow(Guid token, Message message, long due, bool isOwned)
{
    public Guid Token => token;

    public Message Message => message;

    public long Due => due;

    public bool IsOwned => isOwned;

    public long LeasedUntil { get; set; }
}

/// <summary>What a participant knows of a key.</summary>
internal sealed class LedgerRow(int order, int step)
{
    public int Order => order;

    public int Step => step;

    public Effected State { get; set; }

    public long Version { get; set; }

    public long Worth { get; set; }

    /// <summary>How often it was really done, whatever the state says.</summary>
    public int Done { get; set; }

    public int Undone { get; set; }
}

internal enum Effected
{
    Nothing,
    Done,
    Refused,
    Undone,

    /// <summary>Undone before it was done: the tombstone keeps it from being done.</summary>
    Forbidden,
}
