using Sagas.Core.Decisions;
using Sagas.Core.Upgrades;

namespace Sagas.Tests.Core;

internal sealed class DefinitionContractTests
{
    private const string Shape = "flight?~ hotel*+car? !ticket?~ letter";

    [Test]
    public void It_names_the_states_with_what_counts_there_and_what_is_on_its_way()
    {
        var contract = DefinitionContract.Of(VoyageSaga.PlanOf(Shape));

        Assert.Multiple(() =>
        {
            Assert.That((contract.Saga, contract.Version), Is.EqualTo(("voyage", 1)));
            Assert.That(
                contract.States.Select(state =>
                    $"{state.Name}: {string.Join(' ', state.Accepts.Select(DefinitionContract.WithoutNamespace))}"
                ),
                Is.EqualTo(
                    new[]
                    {
                        "flight: StepDone StepRefused",
                        "hotel+car: StepDone StepRefused",
                        "ticket: StepDone StepRefused",
                        "letter: StepDone",
                        "undo flight: StepUndone StepDone",
                        "undo hotel+car: StepUndone StepDone",
                        "NeedsAttention: StepDone StepRefused StepUndone",
                    }
                )
            );
            Assert.That(
                contract.State("undo hotel+car")!.Asks,
                Is.EqualTo(
                    new CommandContract[]
                    {
                        new("hotels", "Sagas.Tests.Core:UndoStep"),
                        new("cars", "Sagas.Tests.Core:UndoStep"),
                    }
                )
            );
            Assert.That(contract.State("hotel+car")!.Steps, Is.EqualTo(new[] { "hotel", "car" }));
        });
    }

    [Test]
    public void Its_states_are_those_that_running_sagas_have()
    {
        var contract = DefinitionContract.Of(VoyageSaga.PlanOf(VoyageSaga.Everything));
        foreach (
            var words in new string[][]
            {
                ["start"],
                ["start", "flight done"],
                ["start", "flight done", "hotel done", "car refused"],
                [
                    "start",
                    "flight done",
                    "hotel done",
                    "car done",
                    "ticket late",
                    "ticket late",
                    "ticket late",
                ],
            }
        )
        {
            Assert.That(contract.State(SagaPlayer.Of(VoyageSaga.Everything, words).State), Is.Not.Null);
        }
    }

    [Test]
    public void It_names_the_timers_that_may_be_pending() =>
        Assert.That(
            DefinitionContract.Of(VoyageSaga.TimedPlanOf(Shape)).Timers,
            Is.EqualTo(
                new TimerContract[]
                {
                    new(TimerKind.StepDeadline, "flight"),
                    new(TimerKind.Reminder, "hotel"),
                    new(TimerKind.StepDeadline, "ticket"),
                    new(TimerKind.SagaDeadline, "voyage"),
                }
            )
        );

    [Test]
    public void A_deadline_of_the_undo_alone_is_one_as_well()
    {
        var plan = SketchSaga
            .Draw(saga => saga.Good("flight").UndoWithin(TimeSpan.FromMinutes(1), attempts: 2))
            .Plan;

        Assert.That(
            DefinitionContract.Of(plan).Timers,
            Is.EqualTo(new[] { new TimerContract(TimerKind.StepDeadline, "flight") })
        );
    }

    [TestCase(Shape, Shape, "")]
    [TestCase(
        "flight?",
        "flight",
        "flight no longer handles StepRefused; NeedsAttention no longer handles StepRefused"
    )]
    [TestCase("flight", "flight?", "flight handles StepRefused; NeedsAttention handles StepRefused")]
    [TestCase("flight hotel", "flight", "hotel is gone; undo hotel is gone")]
    [TestCase("flight", "flight hotel", "hotel is new; undo hotel is new")]
    [TestCase("flight~", "flight*", "the StepDeadline of flight is gone; the Reminder of flight is new")]
    public void It_tells_what_running_sagas_could_notice(string before, string now, string told) =>
        Assert.That(
            string.Join(
                "; ",
                DefinitionContract
                    .Of(VoyageSaga.PlanOf(now))
                    .ChangesSince(DefinitionContract.Of(VoyageSaga.PlanOf(before)))
            ),
            Is.EqualTo(told)
        );
}
