namespace Sagas.Orchestration.Admission;

/// <summary>In which way a message is bad. In snake case the names are a metric's tag, and public.</summary>
public enum MessageFault
{
    /// <summary>Its body is too large.</summary>
    BodySize,

    /// <summary>Its headers are too large.</summary>
    HeaderSize,

    /// <summary>Its body is not UTF-8, begins with a byte order mark, or has text that no database keeps.</summary>
    Encoding,

    /// <summary>Its body is no JSON.</summary>
    Json,

    /// <summary>Its body is nested too deep.</summary>
    Depth,

    /// <summary>Its body has a member twice.</summary>
    Duplicate,

    /// <summary>Its body is no envelope.</summary>
    Envelope,

    /// <summary>The message in it is not what its type says.</summary>
    Schema,

    /// <summary>Nobody at its queue consumes its type.</summary>
    UnknownType,
}
