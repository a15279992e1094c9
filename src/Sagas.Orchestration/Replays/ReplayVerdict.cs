namespace Sagas.Orchestration.Replays;

/// <summary>What would become of a dead letter if it were sent now.</summary>
public enum ReplayVerdict
{
    /// <summary>Its consumer would do what it asks.</summary>
    Accepted,

    /// <summary>Its consumer has consumed it before: the inbox knows its id.</summary>
    Duplicate,

    /// <summary>Its saga would ignore or refuse it as it is now.</summary>
    NotAccepted,

    /// <summary>The saga that it belongs to is not there.</summary>
    SagaGone,

    /// <summary>Its body is not what its type says.</summary>
    SchemaInvalid,

    /// <summary>Nobody at its queue consumes its type.</summary>
    UnknownType,

    /// <summary>Its saga is past it.</summary>
    Superseded,
}
