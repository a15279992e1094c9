namespace Sagas.Storage.Tests.Databases;

public sealed class SqliteTestDatabase : TestDatabase
{
    private string Path => System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Name}.db");

    public override DatabaseOptions Options =>
        new() { Provider = DatabaseProvider.Sqlite, ConnectionString = $"Data Source={Path}" };

    public override DatabaseOptions Unreachable =>
        new() { Provider = DatabaseProvider.Sqlite, ConnectionString = $"Data Source=/nowhere/{Name}.db" };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        File.Delete(Path + ".migrating");
    }
}
