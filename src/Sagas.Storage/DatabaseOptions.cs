using System.ComponentModel.DataAnnotations;
using Sagas.Storage.Providers;

namespace Sagas.Storage;

/// <summary>Where sagas, inbox, outbox, timers and ledgers are kept.</summary>
public sealed class DatabaseOptions : IValidatableObject
{
    public const string Section = "Sagas:Database";

    /// <summary>Default: SQLite, which needs nothing installed and serves one process.</summary>
    [EnumDataType(typeof(DatabaseProvider))]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>In the provider's own syntax. Default: the file <c>sagas.db</c> in the working directory.</summary>
    [Required]
    public string ConnectionString { get; set; } = "Data Source=sagas.db";

    /// <summary>Default: grouped.</summary>
    [EnumDataType(typeof(SagaLocking))]
    public SagaLocking Locking { get; set; } = SagaLocking.Grouped;

    /// <summary>A connection string must be one of its provider's, and name a database that outlives the process.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        ProviderCatalogue.Refuse(this) is { } reason
            ? [new ValidationResult(reason, [nameof(ConnectionString)])]
            : [];
}

public enum DatabaseProvider
{
    Sqlite,
    Postgres,
    SqlServer,
}

/// <summary>What happens when two messages for one saga are handled at once.</summary>
public enum SagaLocking
{
    /// <summary>The second waits for the first, and then finds the saga as the first left it.</summary>
    Pessimistic,

    /// <summary>Nobody waits; the one that commits second conflicts and is handled again from the start.</summary>
    Optimistic,

    /// <summary>
    /// As <see cref="Optimistic"/>, and messages that are handled at the same time share their transaction: the cheapest by far. A
    /// message that reads or locks rows of a ledger has one of its own.
    /// </summary>
    Grouped,
}
