using Sagas.Chaos.Driving;
using Sagas.Chaos.Plans;
using Sagas.Orchestration.Failpoints;

namespace Sagas.SystemTests;

/// <summary>A plan is made from its seed alone, and leaves nothing out.</summary>
public sealed class When_chaos_is_planned
{
    [Test]
    public void Should_make_the_same_plan_of_the_same_seed_and_another_of_another()
    {
        var plan = ChaosPlan.Create(7, 60).Faults;

        Assert.That(ChaosPlan.Create(7, 60).Faults, Is.EqualTo(plan));
        Assert.That(ChaosPlan.Create(8, 60).Faults, Is.Not.EqualTo(plan));
    }

    [TestCase(60, 1)]
    [TestCase(500, 10)]
    public void Should_have_every_point_with_every_action_and_every_other_kind(int faults, int rounds)
    {
        var plan = ChaosPlan.Create(1, faults).Faults;

        var points = plan.Where(fault => fault.Kind == FaultKind.KillPoint).ToLookup(fault => fault.Name);
        Assert.That(plan, Has.Count.AtLeast(faults));
        Assert.That(
            Failpoint.Names.SelectMany(point =>
                new[] { "kill", "throw", "delay" }.Select(action => points[$"{point}:{action}"].Count())
            ),
            Has.All.EqualTo(rounds)
        );
        Assert.That(
            plan.Select(fault => fault.Kind).Distinct(),
            Is.EquivalentTo(Enum.GetValues<FaultKind>())
        );
        Assert.That(plan.Select(fault => fault.At), Is.Ordered.And.All.InRange(0, 0.95));
    }

    [Test]
    public void Should_place_the_same_orders_for_the_same_seed()
    {
        var orders = Enumerable.Range(0, 200).Select(number => ChaosOrder.Of(3, "C", number).Json).ToList();

        Assert.That(
            Enumerable.Range(0, 200).Select(number => ChaosOrder.Of(3, "C", number).Json),
            Is.EqualTo(orders)
        );
        Assert.That(orders, Is.Unique);
        Assert.That(ChaosOrder.Of(4, "C", 0).Json, Is.Not.EqualTo(orders[0]));
    }
}
