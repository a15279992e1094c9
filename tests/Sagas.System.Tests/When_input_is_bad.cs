using System.Diagnostics;
using Sagas.SystemTests.BadInput;
using Sagas.SystemTests.BadInput.Amqp;
using Sagas.SystemTests.BadInput.CommandLines;
using Sagas.SystemTests.BadInput.Definitions;
using Sagas.SystemTests.BadInput.Files;
using Sagas.SystemTests.BadInput.Http;
using Sagas.SystemTests.BadInput.Patches;
using Sagas.SystemTests.BadInput.Settings;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Proof;

namespace Sagas.SystemTests;

/// <summary>
/// Each bad input of the catalogue, at whichever door, is refused with a sentence, counted where there is a counter, and kept where
/// there is a queue; nothing else happens. Beyond the catalogue, a fuzzer looks for what nobody thought of.
/// </summary>
public sealed class When_input_is_bad
{
    private const int Seed = 20_261_126;
    private const long ExecutionsInGate = 100_000;
    private const long ExecutionsInLongForm = 5_000_000;

    private readonly Answers _answers = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private FuzzFindings? _fuzz;
    private int _cases;

    private static bool IsLongForm => Environment.GetEnvironmentVariable("SAGAS_PROOF") == "long";

    [Test]
    public void Should_have_a_catalogue_of_at_least_300_with_names_of_their_own()
    {
        var all = new BadInputCatalogue().All.ToList();
        Assert.That(all, Has.Count.AtLeast(BadInputCatalogue.Fewest));
        Assert.That(
            all.GroupBy(one => one.ToString()).Where(group => group.Count() > 1).Select(group => group.Key),
            Is.Empty
        );
        foreach (var door in all.GroupBy(one => one.Door))
        {
            TestContext.Out.WriteLine($"{door.Key}: {door.Count()}");
        }
    }

    [Test]
    public async Task Should_answer_every_one_and_do_nothing_else()
    {
        await using var run = await LiveRun.Start();
        var catalogue = new BadInputCatalogue(run.Broker.VirtualHost);
        _cases = catalogue.All.Count();
        var before = await run.World();

        // Dead letters take the index some seconds, in which the doors without a worker are tried.
        var inProcess = Task.Run(() => AnswerInProcess(catalogue));
        await new AmqpDoor(run, _answers).Answer(catalogue.Amqp);
        await new HttpDoor(run.Worker, _answers).Answer(catalogue.Http);
        await inProcess;

        if (run.Worker.Process.HasExited)
        {
            _answers.Wrong(
                "the worker",
                $"ended with {run.Worker.Process.ExitCode}:\n{run.Worker.Process.Said()}"
            );
        }
        else if (await run.World() is var after && after != before)
        {
            _answers.Wrong("the world", $"has changed.\nBefore:\n{before}\nAfter:\n{after}");
        }

        await run.Complete("AFTERWARDS-1");
        await RequireListed(run);
        Assert.That(_answers.Violations, Is.Empty, string.Join('\n', _answers.Violations.Take(200)));
        Assert.That(_answers.ByDoor.Values.Sum(), Is.EqualTo(_cases));
    }

    [Test]
    public async Task Should_keep_its_promises_for_inputs_that_nobody_thought_of()
    {
        _fuzz = await FuzzRun.Run(IsLongForm ? ExecutionsInLongForm : ExecutionsInGate, Seed);
        Assert.That(_fuzz.Violations, Is.Empty, string.Join('\n', _fuzz.Violations));
        TestContext.Out.WriteLine($"{_fuzz.Executions} executions in {_fuzz.Took}");
    }

    private async Task AnswerInProcess(BadInputCatalogue catalogue)
    {
        await new FileDoor(_answers).Answer(catalogue.Files);
        await new SettingDoor(_answers).Answer(catalogue.Settings);
        new DefinitionDoor(_answers).Answer(catalogue.Definitions);
        new PatchDoor(_answers).Answer(catalogue.Patches);
        using var commands = new CommandDoor(_answers);
        await commands.Answer(catalogue.CommandLines);
    }

    /// <summary>What could not even be read is found like any other dead letter.</summary>
    private static async Task RequireListed(LiveRun run)
    {
        await using var list = await SagasProcess.Run(
            TimeSpan.FromMinutes(1),
            [
                "dead-letters",
                "list",
                "--text",
                "The body is no JSON",
                "--limit",
                "5",
                "--json",
                .. run.Settings,
            ]
        );
        Assert.That(list.ExitCode, Is.Zero, list.Said());
        Assert.That(
            string.Join('\n', list.Output),
            Does.Contain("RefusedMessageException").And.Contains("The body is no JSON")
        );
    }

    /// <summary>Tests run in a folder below the repository's.</summary>
    private static string DefaultResult()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sagas.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? AppContext.BaseDirectory, "artifacts", "proof.json");
    }

    [OneTimeTearDown]
    public void WriteResult()
    {
        if (_cases == 0 || _fuzz is null)
        {
            // A part of it was asked for alone, and would pass for the whole.
            return;
        }

        IReadOnlyList<string> violations = [.. _answers.Violations, .. _fuzz.Violations];
        ProofFile.Write(
            Environment.GetEnvironmentVariable("SAGAS_PROOF_FILE") ?? DefaultResult(),
            "badInput",
            new
            {
                Passed = violations.Count == 0 && _answers.ByDoor.Values.Sum() == _cases,
                Seconds = Math.Round(_watch.Elapsed.TotalSeconds, 1),
                Seed,
                Cases = _cases,
                Answered = _answers.ByDoor.Values.Sum(),
                _answers.ByDoor,
                FuzzExecutions = _fuzz.Executions,
                FuzzSeconds = Math.Round(_fuzz.Took.TotalSeconds, 1),
                Violations = violations,
            }
        );
    }
}
