using Sagas.Core.Definitions;

namespace Sagas.Tests.Core;

internal sealed class SagaPlanTests
{
    [Test]
    public void An_outline_tells_each_step_with_its_stage()
    {
        ISagaDefinition definition = new VoyageSaga("a?~ b+c !d");

        Assert.That(definition.Plan.Outline.Select(step => step.Stage), Is.EqualTo(new[] { 0, 1, 1, 2 }));
        Assert.That(
            definition.Plan.Outline[0],
            Is.EqualTo(
                new PlannedStep(
                    "a",
                    "as",
                    0,
                    IsPivot: false,
                    typeof(DoStep),
                    typeof(StepDone),
                    typeof(StepRefused),
                    typeof(UndoStep),
                    typeof(StepUndone),
                    new Patience(TimeSpan.FromMinutes(1), 1),
                    new Patience(TimeSpan.FromMinutes(1), 3)
                )
            )
        );
        Assert.That(definition.Plan.Outline[3].IsPivot, Is.True);
        Assert.That(definition.Plan.Outline[3].Undo, Is.Null);
        Assert.That(definition.DataType, Is.EqualTo(typeof(Voyage)));
    }

    [Test]
    public void A_plan_tells_what_it_takes_and_what_it_publishes()
    {
        ISagaPlan plan = VoyageSaga.PlanOf("a? b");

        Assert.That(plan.Name, Is.EqualTo("voyage"));
        Assert.That(plan.Version, Is.EqualTo(1));
        Assert.That(plan.StartType, Is.EqualTo(typeof(SetSail)));
        Assert.That(
            plan.ReplyTypes,
            Is.EqualTo(new[] { typeof(StepDone), typeof(StepRefused), typeof(StepUndone) })
        );
        Assert.That(
            plan.EventTypes,
            Is.EqualTo(new[] { typeof(SailSet), typeof(VoyageEnded), typeof(VoyageUndone) })
        );
    }

    [Test]
    public void A_saga_keeps_the_order_of_its_messages_unless_it_says_otherwise()
    {
        Assert.That(VoyageSaga.PlanOf("a b").KeepsOrder, Is.True);
        var careless = SketchSaga.Draw(saga =>
        {
            saga.KeepsNoOrder();
            saga.BarePivot("a").Do((voyage, key) => new DoStep(voyage.Id, key, "a", 1)).Done<StepDone>();
        });
        Assert.That(careless.Plan.KeepsOrder, Is.False);
    }

    [Test]
    public void A_group_inside_a_group_runs_with_it() =>
        Assert.That(new NestedSaga().Plan.Stages.Select(stage => stage.Count), Is.EqualTo(new[] { 3, 1 }));

    private sealed class NestedSaga : SagaDefinition<Voyage>
    {
        public NestedSaga()
            : base("nested", version: 1)
        {
            StartsWith<SetSail>(sail => sail.Key, (sail, id) => new Voyage(id, sail.Price, ""));
            InParallel(() =>
            {
                Simple("a");
                InParallel(() => Simple("b"));
                Simple("c");
            });
            Simple("d");
            Completes(voyage => new VoyageEnded(voyage.Id, voyage.Log));
            Compensated((voyage, why) => new VoyageUndone(voyage.Id, why));
        }

        private void Simple(string name) =>
            Step(name, "all")
                .Do((voyage, key) => new DoStep(voyage.Id, key, name, voyage.Price))
                .Done<StepDone>()
                .Undo((voyage, key) => new UndoStep(voyage.Id, key, name))
                .Undone<StepUndone>();
    }
}
