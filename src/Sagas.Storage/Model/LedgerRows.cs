using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Catalogues;

namespace Sagas.Storage.Model;

/// <summary>The rows of the participants' ledgers, carried to the model by the options of its context.</summary>
internal sealed class LedgerRows : IDbContextOptionsExtension
{
    private LedgerRows(IEnumerable<Type> types)
    {
        Types = [.. types.Distinct().OrderBy(type => type.FullName, StringComparer.Ordinal)];
        // The assembly belongs to the key, for two domains may use the same names.
        Key = string.Join('\n', Types.Select(type => type.AssemblyQualifiedName));
        Info = new Description(this);
    }

    public static LedgerRows None { get; } = new([]);

    public IReadOnlyList<Type> Types { get; }

    /// <summary>Equal for equal rows: what the cache of models tells them apart by.</summary>
    public string Key { get; }

    public DbContextOptionsExtensionInfo Info { get; }

    public static LedgerRows Of(Catalogue catalogue) =>
        new(catalogue.Participants.SelectMany(participant => participant.Rows));

    public void ApplyServices(IServiceCollection services) { }

    public void Validate(IDbContextOptions options) { }

    private sealed class Description(LedgerRows rows) : DbContextOptionsExtensionInfo(rows)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => $"{rows.Types.Count} ledger rows ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) =>
            other is Description;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) =>
            debugInfo["Sagas:LedgerRows"] = rows.Key;
    }
}
