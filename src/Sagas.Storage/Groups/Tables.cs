using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Groups;

/// <summary>Every table of the model, by the type of its rows.</summary>
internal sealed class Tables
{
    private readonly Dictionary<Type, Table> _tables;

    public Tables(Database database)
    {
        using var context = database.Open();
        var sql = context.GetService<ISqlGenerationHelper>();
        _tables = context
            .Model.GetEntityTypes()
            .ToDictionary(rows => rows.ClrType, rows => Table.Of(rows, sql));
        (Saga, Timer, Outbox) = (Of(typeof(SagaRecord)), Of(typeof(TimerRecord)), Of(typeof(OutboxRecord)));
    }

    public Table Saga { get; }

    public Table Timer { get; }

    public Table Outbox { get; }

    /// <exception cref="InvalidOperationException">The type is no row of anything.</exception>
    public Table Of(Type row) =>
        _tables.GetValueOrDefault(row)
        ?? throw new InvalidOperationException(
            $"{row.Name} is not a row of any participant. Name it in the participant's Rows."
        );
}
