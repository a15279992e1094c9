using System.Diagnostics;
using System.Globalization;
using Sagas.Benchmarks.Load;
using Sagas.Benchmarks.Measures;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Footprint;

/// <summary>What a worker takes of its machine before, while and after it works.</summary>
internal static class FootprintRun
{
    private const int Prefetch = 100;
    private const double Mebibyte = 1 << 20;
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(5);

    public static async Task<int> Run(int starts, TimeSpan duration, int inFlight, string result)
    {
        await using var stage = await Stage.Set();
        await using var worker = new DeployedWorker();
        var load = new OrderLoad(worker);
        await worker.Start(await stage.ForPeer(Prefetch), load.Ended);
        var seconds = new List<double>();
        for (var start = 0; start < starts; start++)
        {
            seconds.Add(await StartWithAnOrder(worker, load));
            Tell($"start {start + 1}: {seconds[^1]:F2} s until the first saga has ended");
        }

        await worker.Stop();
        worker.Launch();
        await Task.Delay(Settling);
        var idle = new List<double>();
        await Look(worker, Task.Delay(Rest), idle);
        Tell(
            $"at rest, for {Rest.TotalMinutes:F0} min after the first {Settling.TotalMinutes:F0}: {idle.Average():F0} MiB on average, {idle.Min():F0} to {idle.Max():F0}"
        );

        var (saturation, looks) = await Saturate(worker, load, inFlight, duration);
        Tell(
            $"{saturation.PerSecond:F0} sagas/s for {saturation.Seconds:F0} s: at most {looks.Max():F0} MiB"
        );
        await ResultFile.Write(
            result,
            new
            {
                SecondsToFirstSaga = seconds,
                IdleMebibytes = idle,
                Saturation = saturation,
                LookEverySeconds = LookEvery.TotalSeconds,
                ResidentMebibytes = looks,
            }
        );
        return 0;
    }

    /// <returns>Seconds from the process' start to the end of an order that waited for it.</returns>
    private static async Task<double> StartWithAnOrder(DeployedWorker worker, OrderLoad load)
    {
        await worker.Stop();
        var order = load.InFlight(1, TimeSpan.Zero);
        var watch = Stopwatch.StartNew();
        worker.Launch();
        await order;
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<(LoadResult, IReadOnlyList<double>)> Saturate(
        DeployedWorker worker,
        OrderLoad load,
        int inFlight,
        TimeSpan duration
    )
    {
        var looks = new List<double> { Resident(worker) };
        var working = load.InFlight(inFlight, duration);
        await Look(worker, working, looks);
        return (await working, looks);
    }

    /// <summary>Every five seconds, until something has ended.</summary>
    private static async Task Look(DeployedWorker worker, Task until, List<double> looks)
    {
        var (watch, told) = (Stopwatch.StartNew(), TimeSpan.Zero);
        while (await Task.WhenAny(until, Task.Delay(LookEvery)) != until)
        {
            looks.Add(Resident(worker));
            if (watch.Elapsed - told > TellEvery)
            {
                told = watch.Elapsed;
                Tell($"  after {told.TotalMinutes:F0} min: {looks[^1]:F0} MiB, at most {looks.Max():F0}");
            }
        }
    }

    /// <returns>MiB.</returns>
    private static double Resident(DeployedWorker worker)
    {
        using var process = Process.GetProcessById(worker.Process.Id);
        return process.WorkingSet64 / Mebibyte;
    }

    private static void Tell(FormattableString line) =>
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
