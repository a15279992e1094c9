namespace Sagas.Storage.Providers;

/// <summary>What a database's error means for the message that is being handled.</summary>
internal enum Failure
{
    /// <summary>Nothing that this room knows about: it is passed on as it came.</summary>
    Other,

    /// <summary>Another transaction was faster; handled again, the message is expected to succeed.</summary>
    Conflict,

    /// <summary>A key is there already: a conflict as well, unless the key is the inbox's.</summary>
    Duplicate,

    /// <summary>It does not answer, or broke off: the same again may succeed when it is back, and nothing else is wrong.</summary>
    Unavailable,
}
