using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Model;
using Sagas.Storage.Providers;

namespace Sagas.Storage;

/// <summary>The configured database: its provider, and contexts to work with it.</summary>
internal sealed class Database(Provider provider, Catalogue catalogue, IServiceProvider? services)
{
    private readonly Func<SagasContext> contexts = provider.Contexts(LedgerRows.Of(catalogue), services);

    public Provider Provider { get; } = provider;

    public Statements Statements => Provider.Statements;

    /// <summary>A context from the pool; disposing it gives it back.</summary>
    public SagasContext Open()
    {
        var context = contexts();
        // A savepoint is a round trip, and after any failure the whole transaction is given up anyway.
        context.Database.AutoSavepointsEnabled = false;
        return context;
    }

    /// <summary>Whether a failure means that somebody else was faster, and how.</summary>
    public Failure Classify(Exception exception) =>
        exception switch
        {
            DbUpdateConcurrencyException => Failure.Conflict,
            DbUpdateException { InnerException: DbException inner } => Provider.Classify(inner),
            DbException direct => Provider.Classify(direct),
            // EF Core wraps what it thinks a retrying strategy would have helped with.
            InvalidOperationException { InnerException: DbException inner } => Provider.Classify(inner),
            InvalidOperationException
            {
                InnerException: DbUpdateException { InnerException: DbException inner }
            } => Provider.Classify(inner),
            _ => Failure.Other,
        };

    /// <summary>A write of its own: one statement, or several that need not be atomic.</summary>
    /// <exception cref="ConflictException">Another transaction was faster.</exception>
    /// <exception cref="DatabaseAwayException">It may or may not have been written.</exception>
    public async Task<T> Write<T>(Func<SagasContext, Task<T>> write, CancellationToken cancellationToken)
    {
        using var pass = await Provider.EnterWrite(cancellationToken);
        await using var context = Open();
        try
        {
            return await write(context);
        }
        catch (Exception exception) when (Classify(exception) is not Failure.Other and var failure)
        {
            throw failure == Failure.Unavailable
                ? Away(exception)
                : new ConflictException("Another transaction was faster.", exception);
        }
    }

    public async Task<bool> IsConsumed(InboxKey key, CancellationToken cancellationToken)
    {
        await using var context = Open();
        return await context.Inbox.AnyAsync(
            row => row.MessageId == key.MessageId && row.Consumer == key.Consumer,
            cancellationToken
        );
    }

    /// <summary>What the failure of a transaction that has ended means to whoever wanted it.</summary>
    /// <param name="key">What it would have consumed.</param>
    /// <returns>Null: nothing that this room knows about.</returns>
    public async Task<Exception?> Explain(
        Exception failure,
        InboxKey? key,
        CancellationToken cancellationToken
    )
    {
        switch (Classify(failure))
        {
            case Failure.Unavailable:
                return Away(failure);
            case Failure.Duplicate when key is not null && await IsConsumed(key, cancellationToken):
                // Any key may be the first that a repeated message stumbles over, so the inbox itself is asked.
                return new AlreadyConsumedException(key, failure);
            case Failure.Duplicate or Failure.Conflict:
                return new ConflictException(
                    failure is DbUpdateConcurrencyException
                        ? "A row that this message read was changed or removed by another one."
                        : $"Another transaction was faster: {failure.GetBaseException().Message}",
                    failure
                );
            default:
                return null;
        }
    }

    public DatabaseAwayException Away(Exception failure) =>
        new(
            $"{Provider.Kind} at {Provider.Target} does not answer: {failure.GetBaseException().Message}",
            failure
        );
}
