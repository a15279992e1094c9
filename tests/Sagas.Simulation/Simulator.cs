using Sagas.Core.Decisions;
using Sagas.Simulation.Chance;
using Sagas.Simulation.Invariants;
using Sagas.Simulation.Model;
using Sagas.Simulation.Scenarios;
using Sagas.Simulation.Search;
using Sagas.Simulation.Story;
using Sagas.Tests.Core;

namespace Sagas.Simulation;

/// <summary>Runs schedules, one after the other, on one thread.</summary>
public static class Simulator
{
    /// <summary>The order saga stands three times, for it is the one that is shipped.</summary>
    private static readonly IStage[] Stages =
    [
        new Stage<Fulfilment.Orders.OrderState>(new OrderScenario()),
        new Stage<Fulfilment.Orders.OrderState>(new OrderScenario()),
        new Stage<Fulfilment.Orders.OrderState>(new OrderScenario()),
        new Stage<Voyage>(VoyageScenario.Of(VoyageSaga.Everything)),
        new Stage<Voyage>(VoyageScenario.Of("hull?~ crew?~ food?~")),
        new Stage<Voyage>(VoyageScenario.Of("hull?~+crew~+food? !sail?~")),
        new Stage<Voyage>(VoyageScenario.Of("hull? !sail? letter")),
        new Stage<Voyage>(VoyageScenario.TimedOf("hull?~ crew?+food?~")),
        new Stage<Voyage>(VoyageScenario.TimedOf("hull?~ !sail?~ letter")),
    ];

    /// <summary>One schedule.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Violation(ulong seed) => Run(new SeededChoices(seed), new Trace(), new Tally());

    /// <summary>For planted bugs, where nothing but the first one that is found counts.</summary>
    /// <returns>How many schedules were run, the last one included, and what it found; null: none found anything.</returns>
    public static (int Schedules, string? Violation) FirstViolation(ulong firstSeed, int most)
    {
        for (var run = 0; run < most; run++)
        {
            if (Violation(firstSeed + (ulong)run) is { } found)
            {
                return (run + 1, found);
            }
        }

        return (most, null);
    }

    /// <summary>The story of a schedule: as it was when it is right, as short as it still fails when it is not.</summary>
    public static IReadOnlyList<string> Story(ulong seed)
    {
        var kept = new KeptChoices(new SeededChoices(seed));
        var choices = Run(kept, new Trace(), new Tally()) is null ? kept.Kept : Shrinker.Shrink(kept.Kept);
        var told = new Trace(isTold: true);
        var violation = Run(new WrittenChoices(choices), told, new Tally());
        return
        [
            .. told.Lines,
            violation ?? $"Nothing is wrong; the trace has the hash {told.Hash:x16}.",
            $"{choices.Count} choices, of which {choices.Count(choice => choice != 0)} are not the harmless ones: {string.Join(',', choices)}",
        ];
    }

    internal static string? Run(Choices choices, Trace trace, Tally tally) =>
        Stages[choices.Next(Stages.Length)].Run(choices, trace, tally);

    private interface IStage
    {
        string? Run(Choices choices, Trace trace, Tally tally);
    }

    private sealed class Stage<TData>(Scenario<TData> scenario) : IStage
        where TData : class
    {
        public string? Run(Choices choices, Trace trace, Tally tally)
        {
            var faults = FaultMix.Drawn(choices);
            var world = new World<TData>(scenario, choices, faults, trace);
            string? violation = null;
            try
            {
                world.Run();
            }
            catch (ViolationException broken)
            {
                violation = $"{broken.Message} ({scenario.Name})";
            }
            catch (Exception failure)
            {
                violation = $"the simulated code threw {failure} ({scenario.Name})";
            }

            tally.Add(faults.Struck, world.Sagas.Select(row => row.Saga.Phase));
            return violation;
        }
    }
}
