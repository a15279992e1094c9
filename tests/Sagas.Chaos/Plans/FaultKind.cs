namespace Sagas.Chaos.Plans;

/// <summary>What is done to a running system. The folder Faults beside this one does them.</summary>
internal enum FaultKind
{
    /// <summary>One of the points in the code, with what is to happen there.</summary>
    KillPoint,

    /// <summary>SIGKILL, wherever it is.</summary>
    WorkerKilled,

    /// <summary>SIGSTOP for some seconds, and then on as if nothing had been.</summary>
    WorkerPaused,

    /// <summary>The time of day of a worker's machine is wrong for some seconds.</summary>
    ClockAnHourAhead,
    ClockADayBehind,

    /// <summary>SIGKILL to RabbitMQ, and a start some seconds later.</summary>
    BrokerKilled,

    /// <summary>An immediate stop of PostgreSQL, and a start some seconds later.</summary>
    DatabaseKilled,

    /// <summary>Nothing more can be written to PostgreSQL's disk for some seconds.</summary>
    DatabaseDiskFull,

    /// <summary>Every session of one database is ended by the server.</summary>
    SessionsTerminated,

    MemoryAlarm,
    DiskAlarm,

    /// <summary>A COMMIT reaches the database, and its answer does not come back.</summary>
    CommitOutcomeLost,

    LinkCut,
    LinkHalfOpen,
    LinkStalled,
    LinkSlow,
    LinkThrottled,
    LinkCutInMidPiece,

    /// <summary>The worker is cut off: no connection, and no new one.</summary>
    LinkRefused,

    GatewayHangs,
    GatewayLate,
    GatewayFails,

    /// <summary>The gateway did it, and its answer gets lost.</summary>
    GatewayAnswerLost,

    /// <summary>A participant says the opposite of what it said before.</summary>
    ContradictoryReplies,

    /// <summary>Somebody lets the deadline of a step pass at once.</summary>
    DeadlineFired,
}
