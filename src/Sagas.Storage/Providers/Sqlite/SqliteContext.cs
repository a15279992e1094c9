using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Sagas.Storage.Model;

namespace Sagas.Storage.Providers.Sqlite;

internal sealed class SqliteContext(DbContextOptions<SqliteContext> options) : SagasContext(options)
{
    /// <summary>
    /// SQLite has no type for times. Milliseconds since 1970 are short, sort by themselves and compare with its clock.
    /// </summary>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MillisecondsConverter>();
    }

    private sealed class MillisecondsConverter()
        : ValueConverter<DateTimeOffset, long>(
            time => time.ToUnixTimeMilliseconds(),
            milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        );
}
