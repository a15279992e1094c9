using System.Diagnostics;
using Sagas.Checker.Reports;
using Sagas.SystemTests.Corruptions;
using Sagas.TestKit.Proof;

namespace Sagas.SystemTests;

/// <summary>
/// The checker bites: into a copy of a true run that it finds right, each corruption is planted, and it has to find it and
/// name the right invariant.
/// </summary>
[NonParallelizable]
internal sealed class When_a_finished_run_is_corrupted
{
    private static readonly IReadOnlyList<Corruption> All =
    [
        .. LedgerCorruptions.All,
        .. MessageCorruptions.All,
        .. OrchestratorCorruptions.All,
    ];

    private static readonly string CheckerProgram = Path.Combine(
        AppContext.BaseDirectory,
        "Sagas.Checker.dll"
    );

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly List<string> _missed = [];
    private int _planted;
    private bool _isRightFound;
    private FinishedRun? _run;

    private FinishedRun Finished => _run ?? throw new InvalidOperationException("There is no run.");

    [OneTimeSetUp]
    public async Task MakeTheRun()
    {
        _run = await FinishedRun.Make();
        TestContext.Progress.WriteLine(
            $"The run took {Stopwatch.GetElapsedTime(_started).TotalSeconds:0} s."
        );
    }

    [OneTimeTearDown]
    public async Task WriteTheResult()
    {
        if (_run is null)
        {
            return;
        }

        await _run.DisposeAsync();
        // A part of the catalogue says nothing of all of it.
        if (_planted == All.Count)
        {
            ProofFile.Write(
                ResultFile(),
                "checker",
                new
                {
                    passed = _missed.Count == 0 && _isRightFound,
                    seconds = Math.Round(Stopwatch.GetElapsedTime(_started).TotalSeconds, 1),
                    planted = _planted,
                    found = _planted - _missed.Count,
                    missed = _missed,
                    invariants = All.Select(one => one.Invariant).Distinct().Count(),
                    violations = _missed,
                }
            );
        }
    }

    [Test]
    public async Task Should_find_nothing_in_the_run_as_it_was()
    {
        await using var copy = new PlantedRun(Finished);
        var report = await copy.Check();
        TestContext.Out.WriteLine(ReportTable.Of(report));
        Assert.That(report.Violations, Is.Empty);
        Assert.That(report.Findings, Has.All.Property(nameof(Finding.IsSeen)).True);
        _isRightFound = true;
    }

    [TestCaseSource(nameof(All))]
    public async Task Should_find(Corruption corruption)
    {
        await using var copy = new PlantedRun(Finished);
        await corruption.Plant(copy);
        _planted++;
        _missed.Add(corruption.ToString());
        var report = await copy.Check();
        Assert.That(
            report.Findings.Where(finding => finding.Violating > 0).Select(finding => finding.Number),
            Does.Contain(corruption.Invariant),
            string.Join('\n', report.Violations)
        );
        _missed.Remove(corruption.ToString());
    }

    /// <summary>As its own program, which is how scripts use it.</summary>
    [TestCase("run.json", 0)]
    [TestCase("violated", 1)]
    [TestCase("half", 2)]
    [TestCase("nothing.json", 2)]
    public async Task Should_end_with_what_it_found(string given, int exitCode)
    {
        await using var copy = new PlantedRun(Finished);
        await copy.Journal(lines =>
        {
            if (given == "violated")
            {
                lines.ForEach(line => line["amountMinor"] = 1);
            }
            else if (given == "half")
            {
                lines.ForEach(line => line.Remove("outcome"));
            }
        });
        var file = copy.PathOf(given == "nothing.json" ? given : "run.json");
        var start = new ProcessStartInfo(
            "dotnet",
            [CheckerProgram, file, "--json", copy.PathOf("report.json")]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var checker = Process.Start(start)!;
        var said = await checker.StandardOutput.ReadToEndAsync();
        var complained = await checker.StandardError.ReadToEndAsync();
        await checker.WaitForExitAsync();
        Assert.Multiple(() =>
        {
            Assert.That(checker.ExitCode, Is.EqualTo(exitCode), said + complained);
            Assert.That(complained, exitCode == 2 ? Does.Contain(copy.PathOf("")) : Is.Empty);
            Assert.That(File.Exists(copy.PathOf("report.json")), Is.EqualTo(exitCode != 2));
            Assert.That(said, exitCode == 1 ? Does.Contain("S13") : Does.Not.Contain("violated"));
        });
    }

    /// <summary>Where the proof keeps its results, unless somebody says otherwise.</summary>
    private static string ResultFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sagas.sln")))
        {
            folder = folder.Parent;
        }

        return Environment.GetEnvironmentVariable("SAGAS_PROOF_RESULT")
            ?? Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "artifacts", "proof.json");
    }
}
