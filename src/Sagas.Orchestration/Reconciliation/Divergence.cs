namespace Sagas.Orchestration.Reconciliation;

/// <summary>Something that the database and the rest of the world tell differently.</summary>
/// <param name="SagaType">Null: it is not known.</param>
/// <param name="Saga">The id of the saga that it is about; null: it is about none, or nobody can tell which.</param>
/// <param name="Key">The saga's business key; null where the database does not know the saga.</param>
/// <param name="Message">The message, or the key of the effect, that shows it.</param>
/// <param name="Where">Where that is: a queue, a table.</param>
public sealed record Divergence(
    DivergenceKind Kind,
    string? SagaType,
    Guid? Saga,
    string? Key,
    Guid? Message,
    string Where,
    string Text
);

public enum DivergenceKind
{
    /// <summary>A message belongs to a saga that the database does not know: the database is older.</summary>
    SagaUnknown,

    /// <summary>A command or an effect of a saga that, by the database, has not come so far: the database is older.</summary>
    SagaBehind,

    /// <summary>An answer to what its saga has not asked, by the database.</summary>
    NotAsked,

    /// <summary>A participant did something for a saga that the database does not know.</summary>
    EffectWithoutSaga,

    /// <summary>The outbox holds what was sent and consumed already: it will be sent once more.</summary>
    SentAlready,

    /// <summary>A saga waits for what is neither on its way nor dead: the broker is older, or lost it.</summary>
    NobodyHas,

    /// <summary>What was accepted has not begun, and the message that begins it is nowhere: the broker is older, or lost it.</summary>
    NotBegun,

    /// <summary>The index of dead letters has one that is not in its queue.</summary>
    LetterMissing,

    /// <summary>A dead letter is in its queue, and not in the index.</summary>
    LetterUnknown,
}
