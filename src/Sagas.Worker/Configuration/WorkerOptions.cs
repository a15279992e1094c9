using System.ComponentModel.DataAnnotations;

namespace Sagas.Worker.Configuration;

/// <summary>What this worker is.</summary>
public sealed class WorkerOptions
{
    public const string Section = "Sagas";

    /// <summary>Default: embedded, which needs nothing installed.</summary>
    [EnumDataType(typeof(Profile))]
    public Profile Profile { get; set; } = Profile.Embedded;

    /// <summary>
    /// Names of the sagas and participants that this worker plays: a list, or one text with commas. Default: none named,
    /// which means all.
    /// </summary>
    public IList<string> Roles { get; set; } = [];
}

public enum Profile
{
    /// <summary>One process: messages in memory, one SQLite file, simulated gateways.</summary>
    Embedded,

    /// <summary>Any number of workers on RabbitMQ, with PostgreSQL or SQL Server.</summary>
    Distributed,
}
