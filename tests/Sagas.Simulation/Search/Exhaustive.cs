using Sagas.Simulation.Chance;
using Sagas.Simulation.Invariants;
using Sagas.Simulation.Model;
using Sagas.Simulation.Scenarios;
using Sagas.Simulation.Story;
using Sagas.Tests.Core;

namespace Sagas.Simulation.Search;

/// <summary>
/// Every schedule of a small scope: one saga of three steps, and so many duplicates, crashes and moments at which time runs on.
/// A world is run again for each choice that it had; a state that was seen before is not followed again.
/// </summary>
internal sealed class Exhaustive(int duplicates, int crashes, int timeouts, int concurrency, long mostStates)
{
    private readonly VoyageScenario _scenario = VoyageScenario.Of("hull~ crew~ !sail?");
    private readonly HashSet<ulong> _seen = [];

    public int States => _seen.Count;

    public long Schedules { get; private set; }

    /// <summary>Whether everything was looked at; false: <c>mostStates</c> was reached.</summary>
    public bool IsComplete { get; private set; }

    /// <returns>What is wrong, with the choices that lead to it; null: nothing.</returns>
    public (string What, IReadOnlyList<int> Choices)? Search()
    {
        var choices = new ExploredChoices();
        do
        {
            if (Run(choices) is { } what)
            {
                return (what, choices.Taken);
            }

            Schedules++;
            IsComplete = !choices.Advance();
        } while (!IsComplete && _seen.Count < mostStates);

        return null;
    }

    private string? Run(ExploredChoices choices)
    {
        var faults = FaultMix.Bounded(
            choices,
            concurrency,
            (Fault.Duplicate, duplicates),
            (Fault.Crash, crashes),
            (Fault.TimePasses, timeouts)
        );
        var world = new World<Voyage>(_scenario, choices, faults, new Trace());
        try
        {
            world.Begin();
            do
            {
                if (choices.IsNew && !_seen.Add(world.Fingerprint()))
                {
                    return null;
                }
            } while (world.Onward());

            world.End();
            return null;
        }
        catch (ViolationException broken)
        {
            return broken.Message;
        }
    }
}
