namespace Sagas.Orchestration.DeadLetters;

/// <summary>
/// Headers that a message gets when it goes to an error queue, beside MassTransit's <c>MT-Fault-…</c>. They are public: people
/// read them in the management UI.
/// </summary>
public static class DeadLetterHeaders
{
    /// <summary>Of its saga, such as <c>order</c>.</summary>
    public const string SagaType = "Sagas-Saga";

    public const string SagaId = "Sagas-Saga-Id";

    /// <summary>The step that it asks for or answers.</summary>
    public const string Step = "Sagas-Step";

    /// <summary>Of the saga, when the message died.</summary>
    public const string State = "Sagas-State";

    /// <summary>Deliveries before it died, redeliveries from the timers counted.</summary>
    public const string Attempts = "Sagas-Attempts";

    /// <summary>The fingerprint of its failure: <c>sagas dead-letters list --group</c> shows those that died of the same.</summary>
    public const string Group = "Sagas-Group";

    /// <summary>MassTransit's own; one's own code comes first, and what is too long to be read is only in the index.</summary>
    public const string StackTrace = "MT-Fault-StackTrace";
}
