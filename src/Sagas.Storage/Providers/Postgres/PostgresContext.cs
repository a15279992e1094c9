using Microsoft.EntityFrameworkCore;
using Sagas.Storage.Model;

namespace Sagas.Storage.Providers.Postgres;

internal sealed class PostgresContext(DbContextOptions<PostgresContext> options) : SagasContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // A timestamptz takes nothing but UTC.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }
}
