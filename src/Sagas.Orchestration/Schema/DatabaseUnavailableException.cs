namespace Sagas.Orchestration.Schema;

/// <summary>The database cannot be used as it is configured: something that the operator can fix.</summary>
/// <param name="provider">Such as <c>Postgres</c>.</param>
/// <param name="target">Where it was looked for, without user and password, such as <c>127.0.0.1:5432/sagas</c>.</param>
/// <param name="fault">What kind of trouble it is.</param>
/// <param name="reason">What the database or the network said, in one line.</param>
/// <param name="advice">What to do.</param>
public sealed class DatabaseUnavailableException(
    string provider,
    string target,
    DatabaseFault fault,
    string reason,
    string advice,
    Exception inner
) : Exception($"{provider} at {target} cannot be used: {reason} {advice}", inner)
{
    public string Provider { get; } = provider;

    public string Target { get; } = target;

    public DatabaseFault Fault { get; } = fault;

    public string Reason { get; } = reason;

    public string Advice { get; } = advice;
}

public enum DatabaseFault
{
    /// <summary>Nothing answers there, or it broke off.</summary>
    Unreachable,

    /// <summary>The server answers, and admits no more connections.</summary>
    Full,

    /// <summary>User or password are wrong.</summary>
    AccessDenied,

    /// <summary>The server answers, the database is not there.</summary>
    Missing,

    /// <summary>The user may connect, and may not do this.</summary>
    NotPermitted,
    Other,
}
