using System.Runtime.InteropServices;
using Sagas.Chaos.Driving;
using Sagas.Chaos.Faults;
using Sagas.Chaos.Findings;
using Sagas.Chaos.Plans;
using Sagas.Chaos.Worlds;
using Sagas.TestKit;
using Sagas.TestKit.Proof;

namespace Sagas.Chaos;

/// <summary>A run: start, orders under faults, heal, recovery, verdicts.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    /// <summary>Of the time that a run may take, for recovery and verdicts.</summary>
    private static readonly TimeSpan LeftAtTheEnd = TimeSpan.FromSeconds(65);
    private static readonly TimeSpan ShortestLoad = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);

    /// <summary>What is promised.</summary>
    private static readonly TimeSpan RecoveredWithin = TimeSpan.FromSeconds(60);

    /// <summary>Longer than promised, to see by how much the promise is broken.</summary>
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5);

    private readonly ChaosOptions _options;
    private readonly string _folder;
    private readonly ChaosLog _log;
    private readonly World _world;
    private readonly DriverJournal _journal;
    private readonly CancellationTokenSource _ending = new();
    private readonly Supervisor _supervisor;
    private readonly DeadLetters _letters;
    private readonly Replays _replays;
    private readonly Lies _lies;
    private readonly FaultRunner _faults;

    private ChaosRun(ChaosOptions options, string folder, ChaosLog log, World world)
    {
        (_options, _folder, _log, _world) = (options, folder, log, world);
        _journal = new DriverJournal(JournalFile, TimeProvider.System);
        _supervisor = new Supervisor(world.Workers, log);
        _letters = new DeadLetters(world);
        _replays = new Replays(world, options, _journal, log);
        _lies = new Lies(world);
        _faults = new FaultRunner(
            [
                new KillPoints(world, _letters, _replays, new Migrations(world, folder)),
                new ServerFaults(world, log),
                new LinkFaults(world),
                new WorkerFaults(world),
                new GatewayFaults(world),
                _lies,
                new Deadlines(world),
            ],
            log
        );
    }

    private string JournalFile => Path.Combine(_folder, "journal.jsonl");

    /// <returns>The exit code: 0 when nothing was wrong, and the run says something.</returns>
    public static async Task<int> Run(ChaosOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("sagas-chaos-").FullName;
        var hasPassed = await Run(options, folder);
        if (hasPassed && !options.Keep)
        {
            Directory.Delete(folder, recursive: true);
        }

        return hasPassed ? 0 : 1;
    }

    private static async Task<bool> Run(ChaosOptions options, string folder)
    {
        using var log = new ChaosLog(folder, TimeProvider.System);
        log.Write($"seed {options.Seed}, {options.Sagas} orders, {options.Minutes} min, folder {folder}");
        var plan = ChaosPlan.Create(options.Seed, options.Faults);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "plan.txt"),
            plan.Faults.Select(fault => fault.ToString())
        );
        await using var run = new ChaosRun(options, folder, log, await World.Create(options.Seed, folder));
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, run.Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, run.Stop);
        var result = await run.Execute(plan);
        ProofFile.Write(options.Result, "chaos", result);
        log.Write(Summary(result));
        foreach (var violation in result.Violations.Take(50))
        {
            log.Write($"VIOLATION {violation}");
        }

        if (options.Keep)
        {
            log.Write(
                $"The servers stay until you press Enter; {Path.Combine(folder, "run.json")} describes the run."
            );
            Console.ReadLine();
        }

        return result.Passed;
    }

    /// <summary>Ends what the run started. The host of the gateways would take the signal for its own, and let the rest go on.</summary>
    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _log.Write("stopped from outside");
        _ending.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _world.DisposeAsync();
        await _journal.DisposeAsync();
        _ending.Dispose();
    }

    private async Task<ChaosResult> Execute(ChaosPlan plan)
    {
        _log.Write("servers and databases are there");
        foreach (var worker in _world.Workers)
        {
            worker.Launch();
        }

        var supervising = _supervisor.Run(_ending.Token);
        await Eventually.Get(
            "ready workers",
            ReadyWithin,
            () => Task.FromResult(_world.Workers.Count(worker => worker.WasReady)),
            ready => ready == _world.Workers.Count
        );
        var load = TimeSpan.FromMinutes(_options.Minutes) - _log.Elapsed - LeftAtTheEnd;
        load = load > ShortestLoad ? load : ShortestLoad;
        _log.Write($"workers are ready; {plan.Faults.Count} faults in {load.TotalSeconds:0} s");

        using var driver = new OrderDriver(_world, _options, _journal);
        var striking = _faults.Run(plan, load, _ending.Token);
        await driver.Run(load, striking, _ending.Token);
        await striking;
        var healed = Heal();
        var rest = new Rest(_world, _replays, _letters.Sent.Count);
        var unrest = await Recover("rest", rest.Unrest);
        var recovery = _log.Elapsed - healed;
        _log.Write(
            unrest.Length == 0 ? $"at rest after {recovery.TotalSeconds:0.0} s" : $"no rest: {unrest}"
        );
        if (unrest.Length == 0)
        {
            // What is dead waits for a person, however fast the system recovers by itself.
            unrest = await Recover("rest without dead orders", rest.UnrestOfLetters);
            _log.Write($"dead orders are replayed: {(_log.Elapsed - healed).TotalSeconds:0.0} s");
        }

        await _ending.CancelAsync();
        await supervising;
        return await Judge(driver, recovery, unrest);
    }

    /// <summary>The last fault may have ended before the last order was placed; the later of the two counts.</summary>
    private TimeSpan Heal()
    {
        foreach (var worker in _world.Workers)
        {
            worker.Switch.DisarmAll();
            worker.Clock.Set(TimeSpan.Zero);
            worker.Database.Heal();
            worker.Broker.Heal();
            worker.Continue();
        }

        foreach (var link in _world.GatewayLinks.Values)
        {
            link.Heal();
        }

        _world.Gateways.ErrorPercent = 0;
        _log.Write("healed");
        return _log.Elapsed;
    }

    /// <returns>What is still on its way; empty: nothing.</returns>
    private async Task<string> Recover(string what, Func<Task<string>> ask)
    {
        var told = _log.Elapsed;
        try
        {
            return await Eventually.Get(
                what,
                RecoveryPatience,
                async () =>
                {
                    var unrest = await ask();
                    if (_log.Elapsed - told > TellEvery)
                    {
                        told = _log.Elapsed;
                        _log.Write($"not at rest: {unrest}");
                    }

                    return unrest;
                },
                unrest => unrest.Length == 0
            );
        }
        catch (TimeoutException late)
        {
            return late.Message;
        }
    }

    private async Task<ChaosResult> Judge(OrderDriver driver, TimeSpan recovery, string unrest)
    {
        var queues = await _world.Node.Queues();
        var (found, violations) = await new Verdicts(_world, _journal, _letters, _lies).Judge(queues);
        var description = await RunFolder.Describe(_world, _options, _folder, JournalFile, queues);
        var outside =
            _options.Checker.Length == 0 ? [] : await OutsideChecker.Ask(_options.Checker, description, _log);
        double Percent(int part) => Math.Round(100.0 * part / Math.Max(1, found.Sagas.Count), 1);
        var completed = found.Sagas.Count(saga => saga.State == "Completed");
        var compensated = found.Sagas.Count(saga => saga.State == "Compensated");
        var result = new ChaosResult
        {
            Seed = _options.Seed,
            Seconds = Math.Round(_log.Elapsed.TotalSeconds, 1),
            Sagas = found.Sagas.Count,
            Journal = Enum.GetValues<Outcome>().ToDictionary(DriverJournal.Word, _journal.Count),
            Faults = ChaosResult.Total(_faults.Results),
            KillPoints = ChaosResult.Count(
                _faults.Results.Where(fault => fault.Planned.Kind == FaultKind.KillPoint)
            ),
            Others = ChaosResult.Count(
                _faults.Results.Where(fault => fault.Planned.Kind != FaultKind.KillPoint)
            ),
            WorkerRestarts = _supervisor.Restarts,
            CompletedPercent = Percent(completed),
            CompensatedPercent = Percent(compensated),
            NeedsAttentionPercent = Percent(found.Sagas.Count - completed - compensated),
            RecoverySeconds = Math.Round(recovery.TotalSeconds, 1),
            Violations =
            [
                .. unrest.Length == 0 ? [] : new[] { $"It did not come to rest: {unrest}" },
                .. recovery > RecoveredWithin
                    ? new[]
                    {
                        $"Recovery took {recovery.TotalSeconds:0} s; at most {RecoveredWithin.TotalSeconds:0} are promised.",
                    }
                    : [],
                .. _supervisor.Deaths,
                .. driver.Violations,
                .. violations,
                .. outside,
            ],
        };
        return result with { Violations = [.. result.Violations, .. result.Emptiness()] };
    }

    private static string Summary(ChaosResult result) =>
        $"{(result.Passed ? "PASSED" : "FAILED")} in {result.Seconds} s: {result.Sagas} sagas, {result.CompletedPercent} % completed, "
        + $"{result.CompensatedPercent} % compensated, {result.NeedsAttentionPercent} % need attention; "
        + $"{result.Faults.Fired} of {result.Faults.Count} faults fired, {result.WorkerRestarts} restarts, "
        + $"recovery {result.RecoverySeconds} s, {result.Violations.Count} violations";
}
