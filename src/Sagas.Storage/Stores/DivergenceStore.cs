using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Reconciliation;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Model;
using Sagas.Storage.Providers;

namespace Sagas.Storage.Stores;

internal sealed class DivergenceStore(Database database, Catalogue catalogue) : IDivergenceStore
{
    private readonly Dictionary<string, Database> _others = [];

    public async Task<IReadOnlyList<SagaRecord>> Open(int limit, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await context
            .Sagas.Where(saga => saga.EndedAt == null)
            .OrderBy(saga => saga.StartedAt)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<OutboxRecord>> Outbox(
        int limit,
        string? elsewhere,
        CancellationToken cancellationToken
    )
    {
        await using var context = At(elsewhere).Open();
        return await context.Outbox.OrderBy(row => row.CreatedAt).Take(limit).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<TimerRecord>> Parked(
        int limit,
        string? elsewhere,
        CancellationToken cancellationToken
    )
    {
        await using var context = At(elsewhere).Open();
        return await context
            .Timers.Where(timer =>
                timer.Purpose == TimerPurpose.Redelivery || timer.Purpose == TimerPurpose.Waiting
            )
            .OrderBy(timer => timer.DueAt)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<InboxRecord>> Consumed(
        IReadOnlyCollection<Guid> messages,
        string? elsewhere,
        CancellationToken cancellationToken
    )
    {
        await using var context = At(elsewhere).Open();
        return await context
            .Inbox.Where(row => messages.Contains(row.MessageId))
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<LedgerEffect>> Effects(
        int limit,
        string? elsewhere,
        CancellationToken cancellationToken
    )
    {
        await using var context = At(elsewhere).Open();
        var found = new List<LedgerEffect>();
        foreach (var type in context.Ledger.Types.Select(row => context.Model.FindEntityType(row)!))
        {
            if (type.FindPrimaryKey()?.Properties is [{ } key] && IsId(key))
            {
                await Read(context, type, key, limit, found, cancellationToken);
            }
        }

        return found;
    }

    /// <summary>Only the ids of the rows, of which there may be many.</summary>
    private static async Task Read(
        SagasContext context,
        IEntityType type,
        IProperty key,
        int limit,
        List<LedgerEffect> found,
        CancellationToken cancellationToken
    )
    {
        var names = context.GetService<ISqlGenerationHelper>();
        var table = type.GetTableName()!;
        var columns = type.GetProperties()
            .Where(property => property != key && IsId(property))
            .Prepend(key)
            .Select(property => names.DelimitIdentifier(property.GetColumnName()));
        await context.Database.OpenConnectionAsync(cancellationToken);
        await using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Names of the model alone.
        command.CommandText =
            $"SELECT {string.Join(", ", columns)} FROM {names.DelimitIdentifier(table, type.GetSchema())}";
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        for (var count = 0; count < limit && await rows.ReadAsync(cancellationToken); count++)
        {
            found.Add(new(table, rows.GetGuid(0), Others(rows)));
        }
    }

    private static List<Guid> Others(DbDataReader row) =>
        [
            .. Enumerable
                .Range(1, row.FieldCount - 1)
                .Where(column => !row.IsDBNull(column))
                .Select(row.GetGuid),
        ];

    private static bool IsId(IProperty property) =>
        (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(Guid);

    private Database At(string? elsewhere)
    {
        if (elsewhere is null)
        {
            return database;
        }

        if (!_others.TryGetValue(elsewhere, out var other))
        {
            var options = new DatabaseOptions
            {
                Provider = database.Provider.Kind,
                ConnectionString = elsewhere,
            };
            other = new(ProviderCatalogue.Create(options), catalogue, null);
            _others.Add(elsewhere, other);
        }

        return other;
    }
}
