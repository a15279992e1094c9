using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Sagas.Checker;
using Sagas.Checker.Reports;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests.Corruptions;

/// <summary>
/// A copy of a finished run that may be corrupted: the files in a folder of their own, the databases in transactions that the checker
/// looks into, and that are never committed.
/// </summary>
internal sealed class PlantedRun(FinishedRun run) : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sagas-planted-").FullName;
    private readonly Dictionary<TestPostgres, NpgsqlConnection> _opened = [];
    private bool _hasFiles;

    public Victim Completed => run.Completed[0];

    public Victim AlsoCompleted => run.Completed[1];

    public Victim Undone => run.Undone[0];

    public Victim Declined => run.Declined[0];

    public string PathOf(string file) => Path.Combine(_folder, file);

    /// <summary>A statement on the participants' database, which has to change something.</summary>
    public Task Ledgers(FormattableString sql) => Plant(run.Ledgers, sql);

    /// <summary>A statement on the orchestrator's database, which has to change something.</summary>
    public Task Orchestrator(FormattableString sql) => Plant(run.Orchestrator, sql);

    /// <summary>An index of the database stands in the way of the corruption.</summary>
    public async Task OrchestratorWithout(string index)
    {
        await using var command = new NpgsqlCommand($"drop index {index}", await Open(run.Orchestrator));
        await command.ExecuteNonQueryAsync();
    }

    /// <param name="change">Of the lines of the driver's journal.</param>
    public Task Journal(Action<List<JsonObject>> change) => Lines("journal.jsonl", change);

    /// <param name="change">Of the lines of the driver's requests.</param>
    public Task Requests(Action<List<JsonObject>> change) => Lines("requests.jsonl", change);

    /// <param name="change">Of what the gateways say they did.</param>
    public Task Gateway(Action<JsonObject> change) => Object("gateway.json", change);

    /// <param name="change">Of the counts of the broker.</param>
    public Task Queue(string name, Action<JsonObject> change) =>
        Object(
            "run.json",
            description =>
                change(
                    description["queues"]!
                        .AsArray()
                        .Select(queue => queue!.AsObject())
                        .Single(queue => queue["name"]!.GetValue<string>() == name)
                )
        );

    public async Task<Report> Check()
    {
        var started = TimeProvider.System.GetTimestamp();
        var read = await Checker.Run.Read(
            Copied("run.json"),
            database =>
                _opened
                    .Where(one => one.Key.ConnectionString == database.ConnectionString)
                    .Select(one => one.Value)
                    .FirstOrDefault()
        );
        return Report.Of(read, Catalogue.All, TimeProvider.System, started);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _opened.Values)
        {
            // Its transaction ends with it, and leaves nothing behind.
            await connection.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task Plant(TestPostgres database, FormattableString sql)
    {
        var text = string.Format(CultureInfo.InvariantCulture, sql.Format, sql.GetArguments());
        await using var command = new NpgsqlCommand(text, await Open(database));
        Assert.That(await command.ExecuteNonQueryAsync(), Is.Positive, $"It plants nothing: {text}");
    }

    private async Task<NpgsqlConnection> Open(TestPostgres database)
    {
        if (!_opened.TryGetValue(database, out var connection))
        {
            connection = new NpgsqlConnection(database.ConnectionString);
            _opened.Add(database, connection);
            await connection.OpenAsync();
            await connection.BeginTransactionAsync();
        }

        return connection;
    }

    private async Task Lines(string file, Action<List<JsonObject>> change)
    {
        var path = Copied(file);
        var lines = (await File.ReadAllLinesAsync(path))
            .Select(line => JsonNode.Parse(line)!.AsObject())
            .ToList();
        change(lines);
        await File.WriteAllLinesAsync(path, lines.Select(line => line.ToJsonString()));
    }

    private async Task Object(string file, Action<JsonObject> change)
    {
        var path = Copied(file);
        var content = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();
        change(content);
        await File.WriteAllTextAsync(path, content.ToJsonString());
    }

    private string Copied(string file)
    {
        if (!_hasFiles)
        {
            foreach (var one in Directory.GetFiles(run.Folder))
            {
                File.Copy(one, Path.Combine(_folder, Path.GetFileName(one)));
            }

            _hasFiles = true;
        }

        return PathOf(file);
    }
}
