using Microsoft.Data.SqlClient;

namespace Sagas.Storage.Tests.Databases;

/// <summary>On the server of <c>SAGAS_TEST_SQLSERVER</c>. There is none that a script could start.</summary>
public sealed class SqlServerTestDatabase : TestDatabase
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("SAGAS_TEST_SQLSERVER");

    public override DatabaseOptions Options => Of(new(Server) { InitialCatalog = Name });

    public override DatabaseOptions Unreachable =>
        Of(new(Server) { DataSource = "127.0.0.1,1", ConnectTimeout = 1 });

    public override Task Require()
    {
        if (Server is null)
        {
            Assert.Ignore(
                "Not run: SQL Server. Set SAGAS_TEST_SQLSERVER to the connection string of a server where databases may be made."
            );
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() =>
        Server is null ? ValueTask.CompletedTask : base.DisposeAsync();

    private static DatabaseOptions Of(SqlConnectionStringBuilder connection) =>
        new() { Provider = DatabaseProvider.SqlServer, ConnectionString = connection.ConnectionString };
}
