namespace Sagas.Fulfilment.Placing;

/// <summary>Accepts commands that start sagas of one type.</summary>
public interface ISagaPlacing<TCommand>
{
    /// <summary>Commands that are accepted in one transaction.</summary>
    const int BatchSize = 100;

    /// <summary>The saga's name.</summary>
    string Saga { get; }

    /// <summary>The command's business idempotency key; null when it has none.</summary>
    string? KeyOf(TCommand command);

    /// <summary>What is wrong with a command, in sentences; empty when it is good.</summary>
    IReadOnlyList<string> Check(TCommand command);

    /// <summary>At most <see cref="BatchSize"/> commands that have passed the check, in one transaction.</summary>
    /// <remarks>
    /// 1. The key is new: accepted.
    /// 2. The key is known with the same payload: nothing happens.
    /// 3. The key is known with another payload: refused.
    /// A key is known from the moment when any process has accepted it: it is claimed in the transaction that accepts it.
    /// </remarks>
    Task<IReadOnlyList<Placement<TCommand>>> Place(
        IReadOnlyList<TCommand> commands,
        CancellationToken cancellationToken
    );
}
