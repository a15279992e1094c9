using Sagas.Core.Definitions;
using Sagas.Tests.Core;

namespace Sagas.Simulation.Scenarios;

/// <summary>Sagas of any shape; see <see cref="VoyageSaga"/> for how they are drawn.</summary>
internal sealed class VoyageScenario(string shape, SagaPlan<Voyage> plan) : Scenario<Voyage>(shape, plan)
{
    public static VoyageScenario Of(string shape) => new(shape, VoyageSaga.PlanOf(shape));

    /// <summary>The same, with a day to end.</summary>
    public static VoyageScenario TimedOf(string shape) =>
        new(shape + " in a day", VoyageSaga.TimedPlanOf(shape));

    public override object Start(int order, bool otherwise) =>
        new SetSail($"v-{order}", Price(order, otherwise));

    public override long Worth(int order, int step, bool otherwise) => Price(order, otherwise);

    public override Command Read(object command) =>
        command switch
        {
            DoStep one => new(one.VoyageId, one.Key, IndexOf(one.Step), false, one.Price),
            UndoStep one => new(one.VoyageId, one.Key, IndexOf(one.Step), true, 0),
            _ => throw new ArgumentException(
                $"No participant takes {command.GetType().Name}.",
                nameof(command)
            ),
        };

    public override object Answer(Answer answer, int step, Guid saga, Guid key) =>
        answer switch
        {
            Scenarios.Answer.Done => new StepDone(saga, key, Plan.Steps[step].Name),
            Scenarios.Answer.Refused => new StepRefused(saga, key, "no"),
            _ => new StepUndone(saga, key),
        };

    private static int Price(int order, bool otherwise) => 7 + order + (otherwise ? 100 : 0);
}
