using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Sagas.Benchmarks.Micro;

/// <summary>Times and allocations of single paths, for whoever changes one of them.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var filter = new Option<string>("--filter")
        {
            Description = "Such as *Decid*.",
            DefaultValueFactory = _ => "*",
        };
        var command = new Command(
            "micro",
            "Measures single paths: decisions, what is stored as JSON, commits."
        )
        {
            filter,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(filter)));
        return command;
    }

    private static void Run(string filter)
    {
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        var config = DefaultConfig
            .Instance.AddJob(job)
            .WithOptions(ConfigOptions.DisableOptimizationsValidator)
            .WithArtifactsPath(Path.Combine("artifacts", "micro"));
        BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(["--filter", filter], config);
    }
}
