using Microsoft.EntityFrameworkCore;
using Sagas.Storage.Model;

namespace Sagas.Storage.Providers.SqlServer;

internal sealed class SqlServerContext(DbContextOptions<SqlServerContext> options) : SagasContext(options)
{
    /// <summary>Texts are told apart by every character, as on the other databases: <c>a-1</c> is not <c>A-1</c>.</summary>
    private const string Collation = "Latin1_General_100_BIN2";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation(Collation);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }
}
