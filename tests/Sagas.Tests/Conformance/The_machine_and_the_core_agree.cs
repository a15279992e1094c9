using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Sagas.Core.Decisions;
using Sagas.Orchestration.Catalogues;
using Sagas.TestKit.Proof;

namespace Sagas.Tests.Conformance;

/// <summary>
/// Whatever a saga is given in whatever situation: the MassTransit machine in its whole shell commits exactly what the core
/// decides: the entry of the history, the row, each message with its id to its destination, each timer, and nothing else.
/// </summary>
/// <remarks>
/// SAGAS_CONFORMANCE_SEED repeats a run, SAGAS_CONFORMANCE_SEQUENCES sets the number of random sequences, and SAGAS_PROOF_FILE
/// names the file of the result.
/// </remarks>
[Category("Proof")]
[Parallelizable]
internal sealed class The_machine_and_the_core_agree
{
    private const int ShortestSequence = 4;
    private const int LongestSequence = 16;
    private const int AtOnce = 8;
    private const int MostTold = 10;

    private static readonly int Seed =
        Setting("SAGAS_CONFORMANCE_SEED") ?? RandomNumberGenerator.GetInt32(int.MaxValue);
    private static readonly int Sequences = Setting("SAGAS_CONFORMANCE_SEQUENCES") ?? 10_000;

    private readonly Findings _findings = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _situations;
    private int _sequences;
    private MachineHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        await TestContext.Progress.WriteLineAsync($"SAGAS_CONFORMANCE_SEED={Seed}");
        _host = await MachineHost.Start(bus =>
        {
            bus.AddSaga(Subjects.Orders.Definition);
            bus.AddSaga(Subjects.Returns.Definition);
            bus.AddSaga(Subjects.Expeditions.Definition);
        });
    }

    [Test]
    public async Task On_every_input_in_every_situation_and_in_random_sequences()
    {
        await TryPairs(Subjects.Orders);
        await TryPairs(Subjects.Returns);
        await TryPairs(Subjects.Expeditions);
        await TrySequences();
        EverythingThatCanComeOfAnInputCame();
        await TheDatabaseHoldsIt();
    }

    private async Task TrySequences()
    {
        var started = _watch.Elapsed;
        _host.Hold(Subjects.Orders.Plan);
        _host.Hold(Subjects.Returns.Plan);
        _host.Hold(Subjects.Expeditions.Plan);
        await Parallel.ForAsync(0, Sequences, Limit(), async (number, _) => await Run(number));

        _sequences = Sequences;
        TestContext.Out.WriteLine(
            $"seed {Seed}: {_sequences:N0} sequences in {(_watch.Elapsed - started).TotalSeconds:0.0} s, {_findings.Inputs:N0} inputs in all, {Environment.CpuUsage.TotalTime.TotalSeconds:0.0} s of CPU"
        );
        MustAgree();
    }

    private void EverythingThatCanComeOfAnInputCame()
    {
        TestContext.Out.WriteLine(
            string.Join(
                ", ",
                _findings.Outcomes.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}")
            )
        );
        string[] expected =
        [
            .. Enum.GetNames<EntryKind>().Where(kind => kind != nameof(EntryKind.Ignored)),
            .. Enum.GetNames<IgnoredAs>().Select(why => $"Ignored as {why}"),
            "a repetition",
            "missing",
            "refused",
            "dead: KeyConflictException",
            "dead: InvalidStartException",
        ];
        Assert.That(expected, Is.SubsetOf(_findings.Outcomes.Keys));
    }

    /// <summary>What was told at each commit is what the database holds in the end.</summary>
    private async Task TheDatabaseHoldsIt()
    {
        await using var database = new SqliteConnection($"Data Source={_host.Shell.File};Mode=ReadOnly");
        await database.OpenAsync();
        var rows = await Read(
            database,
            """
            SELECT s.id, s.type, s.state, s.version, h.entries, t.tokens
            FROM saga s
            JOIN (SELECT saga_type, saga_id, count(*) || ',' || max(sequence) AS entries FROM saga_history
                  GROUP BY saga_type, saga_id) h ON h.saga_type = s.type AND h.saga_id = s.id
            LEFT JOIN (SELECT saga_id, group_concat(token) AS tokens FROM timer WHERE is_owned = 1
                  GROUP BY saga_id) t ON t.saga_id = s.id
            """
        );

        var found = rows.ToDictionary(row => Guid.Parse((string)row[0]));
        var wrong = new List<string>();
        foreach (var (id, expected) in _findings.Rows)
        {
            var timers = string.Join(',', expected.Timers.Order());
            var demanded =
                $"{expected.Saga} {expected.State} {expected.Version} {expected.Version},{expected.Version} {timers}";
            var held = found.TryGetValue(id, out var row)
                ? $"{row[1]} {row[2]} {row[3]} {row[4]} {Sorted(row[5])}"
                : "nothing";
            if (demanded != held)
            {
                wrong.Add($"{id}: the core: {demanded}; the database: {held}");
                _findings.Disagreements.Enqueue(wrong[^1]);
            }
        }

        Assert.That(_findings.Rows, Is.Not.Empty);
        Assert.That(wrong, Is.Empty, string.Join('\n', wrong.Take(MostTold)));
    }

    [TearDown]
    public async Task Stop()
    {
        var disagreements = _findings.Disagreements.ToArray();
        ProofFile.Write(
            Environment.GetEnvironmentVariable("SAGAS_PROOF_FILE") ?? Repository.Path("artifacts/proof.json"),
            "conformance",
            new
            {
                passed = disagreements.Length == 0 && _findings.Pairs > 0 && _sequences > 0,
                seconds = Math.Round(_watch.Elapsed.TotalSeconds, 1),
                seed = Seed,
                situations = _situations,
                pairs = _findings.Pairs,
                sequences = _sequences,
                inputs = _findings.Inputs,
                outcomes = _findings.Outcomes.OrderBy(pair => pair.Key).ToDictionary(),
                disagreements = disagreements.Length,
                violations = disagreements.Take(MostTold),
            }
        );
        await _host.DisposeAsync();
    }

    private async Task TryPairs<TData>(Subject<TData> subject)
        where TData : class
    {
        var (started, before) = (_watch.Elapsed, _findings.Pairs);
        var situations = Situations.Of(subject);
        var trials = situations.SelectMany(situation =>
        {
            var quiet = subject.Moves.ToLookup(move => Situations.IsQuiet(situation.Model, move));
            return quiet[false]
                .Select(move => (situation.Path, Moves: (IReadOnlyList<Move>)[move]))
                .Append((situation.Path, [.. quiet[true]]));
        });

        var lines = new CommittedLines(subject.Plan);
        await Parallel.ForEachAsync(
            trials,
            Limit(),
            async (trial, _) => await TryPairs(subject, lines, trial.Path, trial.Moves)
        );

        _situations += situations.Count;
        TestContext.Out.WriteLine(
            $"{subject.Name}: {situations.Count} situations, {_findings.Pairs - before:N0} pairs in {(_watch.Elapsed - started).TotalSeconds:0.0} s, {Environment.CpuUsage.TotalTime.TotalSeconds:0.0} s of CPU"
        );
        MustAgree();
    }

    private async Task TryPairs<TData>(
        Subject<TData> subject,
        CommittedLines lines,
        IReadOnlyList<Move> path,
        IReadOnlyList<Move> moves
    )
        where TData : class
    {
        var trial = new Trial<TData>(_host, subject, lines, _findings, "a pair");
        foreach (var move in path)
        {
            await trial.Make(move);
        }

        foreach (var move in moves)
        {
            if (await trial.Make(move))
            {
                _findings.CountPair();
            }
        }

        trial.End();
    }

    private async Task Run(int number)
    {
        switch (number % 3)
        {
            case 0:
                await Run(Subjects.Orders, number);
                break;
            case 1:
                await Run(Subjects.Returns, number);
                break;
            default:
                await Run(Subjects.Expeditions, number);
                break;
        }
    }

    private async Task Run<TData>(Subject<TData> subject, int number)
        where TData : class
    {
        var random = new Random(HashCode.Combine(Seed, number));
        var trial = new Trial<TData>(
            _host,
            subject,
            new CommittedLines(subject.Plan),
            _findings,
            $"seed {Seed}, sequence {number}"
        );
        var length = random.Next(ShortestSequence, LongestSequence + 1);
        for (var step = 0; step < length && !trial.Disagrees; step++)
        {
            await trial.Make(Walk.Next(subject, trial.Model, random));
        }

        trial.End();
    }

    private void MustAgree() =>
        Assert.That(
            _findings.Disagreements,
            Is.Empty,
            $"{_findings.Disagreements.Count} disagreements; SAGAS_CONFORMANCE_SEED={Seed} repeats them.\n"
                + string.Join('\n', _findings.Disagreements.Take(MostTold))
        );

    private static ParallelOptions Limit() => new() { MaxDegreeOfParallelism = AtOnce };

    private static string Sorted(object tokens) =>
        tokens is string text ? string.Join(',', text.Split(',').Select(Guid.Parse).Order()) : "";

    private static async Task<List<object[]>> Read(SqliteConnection database, string sql)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
