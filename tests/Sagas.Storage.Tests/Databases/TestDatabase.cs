using MassTransit;
using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Catalogues;
using Sagas.Storage.Providers;

namespace Sagas.Storage.Tests.Databases;

/// <summary>A database of its own for one fixture, gone when the fixture is.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    protected string Name { get; } = $"sagas_test_{NewId.NextGuid():N}";

    public abstract DatabaseOptions Options { get; }

    /// <summary>The same server, where nobody listens.</summary>
    public abstract DatabaseOptions Unreachable { get; }

    protected static bool IsContinuousIntegration => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Ends the fixture as skipped, or as failed where everything must run, when the server is not there.</summary>
    public virtual Task Require() => Task.CompletedTask;

    /// <summary>Creates the tables of the model as it is now, with a ledger made up for these tests.</summary>
    internal async Task CreateTables(Catalogue catalogue)
    {
        await using var context = Open(catalogue).Open();
        await context.Database.EnsureCreatedAsync();
    }

    internal Database Open(Catalogue catalogue) =>
        new(ProviderCatalogue.Create(Options), catalogue, services: null);

    public virtual async ValueTask DisposeAsync()
    {
        await using (var context = Open(new([], [])).Open())
        {
            await context.Database.EnsureDeletedAsync();
        }

        GC.SuppressFinalize(this);
    }
}
