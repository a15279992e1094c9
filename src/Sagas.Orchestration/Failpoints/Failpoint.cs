namespace Sagas.Orchestration.Failpoints;

/// <summary>
/// Places where a test can make a worker fail. Off, and free of charge, unless the environment variable SAGAS_FAILPOINT arms
/// some: <c>name:action</c>, <c>name:action@nth</c> or <c>name:action@message=id</c>, several separated by semicolons or
/// lines. Actions: <c>kill</c> ends the process at once, <c>throw</c> throws, <c>delay</c> holds for 5 s (<c>delay=2.5</c>: so
/// many seconds), <c>on</c> switches on what <see cref="IsOn"/> asks for.
/// </summary>
/// <remarks>
/// 1. <c>SAGAS_FAILPOINT=@file</c>: the points stand in the file, which is read again while the process runs. A point whose
/// text is new counts its hits anew; <c>#tag</c> at its end makes the same point a new one.
/// 2. SAGAS_FAILPOINT_LOG names a file, one for each process: before anything is done at a point, a line
/// <c>name action pid time tag</c> is added, and on the disk.
/// </remarks>
public static class Failpoint
{
    public const string Setting = "SAGAS_FAILPOINT";
    public const string LogSetting = "SAGAS_FAILPOINT_LOG";

    /// <summary>All there are, in the order in which a message meets them; what is not in here cannot be armed.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        // A message is received, its saga read, the decision made, and everything committed.
        "after-receive",
        "after-load",
        "after-decide",
        "before-commit",
        "after-commit",
        // What was committed leaves: sent, confirmed by the broker, and only then removed from the outbox.
        "before-publish",
        "after-publish-before-confirm",
        "after-confirm-before-mark",
        // The message itself is acknowledged last.
        "before-ack",
        // A timer is leased, and removed when its message was sent.
        "timer-claimed",
        "timer-committed",
        // A message that failed is in the timers, or in the error queue, and not acknowledged yet.
        "after-redelivery",
        "dead-letter-written",
        // Dead letters are marked as being sent, and confirmed.
        "replay-taken",
        "replay-published",
        // A migration is applied, and the next is not.
        "migration-mid",
    ];

    /// <summary>What can be switched on for good.</summary>
    public static readonly IReadOnlyList<string> Switches =
    [
        // Each message of the outbox is sent twice.
        "send-twice",
    ];

    private static readonly Lazy<ArmedFailpoints?> Armed = new(() =>
        Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } setting
            ? new ArmedFailpoints(
                setting,
                Environment.GetEnvironmentVariable(LogSetting),
                TimeProvider.System
            )
            : null
    );

    /// <summary>Whether any point may ever do something in this process.</summary>
    public static bool IsArmed => Armed.Value is not null;

    /// <summary>To be called when a process starts, so that a mistake in the setting is told at once.</summary>
    /// <exception cref="FailpointSettingException">A point, action or limit is not understood.</exception>
    public static void Check() => _ = Armed.Value;

    /// <summary>Fails here, if this is the hit that was asked for.</summary>
    /// <param name="message">Whose hit it is; null where no message is known.</param>
    /// <exception cref="FailpointException">The action is <c>throw</c>.</exception>
    public static void Hit(string name, Guid? message = null) => Armed.Value?.Hit(name, message);

    public static bool IsOn(string name) => Armed.Value?.IsOn(name) ?? false;
}
