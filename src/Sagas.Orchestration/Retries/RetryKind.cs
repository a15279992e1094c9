namespace Sagas.Orchestration.Retries;

/// <summary>Why a message is handled again; a tag of the retries that are counted.</summary>
internal enum RetryKind
{
    /// <summary>Another transaction was faster.</summary>
    Conflict,

    /// <summary>The database is away.</summary>
    Outage,

    /// <summary>In memory.</summary>
    Immediate,

    /// <summary>From the timers.</summary>
    Later,
}
