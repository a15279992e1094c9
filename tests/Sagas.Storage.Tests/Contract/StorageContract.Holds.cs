using MassTransit;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    private static readonly Guid HeldSaga = NewId.NextGuid();

    [TestCase(HoldScope.Participant)]
    [TestCase(HoldScope.SagaType)]
    [TestCase(HoldScope.Saga)]
    public async Task What_is_held_is_not_claimed_and_everything_else_is(HoldScope scope)
    {
        var others = scope == HoldScope.SagaType ? (Guid?)null : NewId.NextGuid();
        var command = Given.Message(participant: "shipping", saga: others);
        var anEvent = Given.Message(saga: HeldSaga);
        var timer = Given.Timer(Given.Now - Hour, participant: "shipping");
        await Commit(transaction =>
        {
            transaction.Add(Given.Hold(scope, NameOf(scope)));
            transaction.Add(Given.Message(participant: "inventory", saga: HeldSaga));
            transaction.Add(command);
            transaction.Add(anEvent);
            transaction.Add(Given.Timer(Given.Now - Hour, participant: "inventory", saga: HeldSaga));
            transaction.Add(timer);
        });

        var messages = await Outbox.Claim(10, Lease, default);
        var timers = await Timers.ClaimDue(10, Lease, default);

        Assert.That(messages.Select(row => row.Id), Is.EquivalentTo(new[] { command.Id, anEvent.Id }));
        Assert.That(
            timers.Select(row => row.Token),
            Is.EqualTo(scope == HoldScope.SagaType ? [] : new[] { timer.Token })
        );
    }

    [Test]
    public async Task A_message_that_waited_for_its_turn_is_not_held_for_it_has_come_already(
        [Values] HoldScope scope
    )
    {
        var waiting = Given.Timer(
            Given.Now - Hour,
            participant: "inventory",
            saga: HeldSaga,
            purpose: TimerPurpose.Waiting
        );
        await Commit(transaction =>
        {
            transaction.Add(Given.Hold(scope, NameOf(scope)));
            transaction.Add(waiting);
        });

        var timers = await Timers.ClaimDue(10, Lease, default);

        Assert.That(timers.Select(timer => timer.Token), Is.EqualTo(new[] { waiting.Token }));
    }

    [Test]
    public async Task A_saga_that_waits_for_a_held_participant_does_not_run_out_of_time()
    {
        var other = Given.Timer(Given.Now - Hour, purpose: TimerPurpose.SagaDeadline);
        await Commit(transaction =>
        {
            transaction.Add(Given.Hold(HoldScope.Participant, "inventory"));
            transaction.Add(Given.Timer(Given.Now + Hour, participant: "inventory", saga: HeldSaga));
            transaction.Add(
                Given.Timer(Given.Now - Hour, saga: HeldSaga, purpose: TimerPurpose.SagaDeadline)
            );
            transaction.Add(other);
        });

        var timers = await Timers.ClaimDue(10, Lease, default);

        Assert.That(timers.Select(timer => timer.Token), Is.EqualTo(new[] { other.Token }));
    }

    [TestCase(HoldScope.Participant)]
    [TestCase(HoldScope.SagaType)]
    [TestCase(HoldScope.Saga)]
    public async Task A_release_shifts_timers_and_lets_messages_go_one_after_the_other(HoldScope scope)
    {
        var hold = Given.Hold(scope, NameOf(scope));
        await Commit(transaction =>
        {
            transaction.Add(hold);
            for (var count = 0; count < 5; count++)
            {
                transaction.Add(
                    Given.Message(Given.Now.AddSeconds(count), participant: "inventory", saga: HeldSaga)
                );
            }

            transaction.Add(Given.Timer(Given.Now, participant: "inventory", saga: HeldSaga));
            transaction.Add(Given.Timer(TimerRecord.Never, participant: "inventory", saga: HeldSaga));
        });

        await Commit(transaction => transaction.Release(hold, perSecond: 1));

        Assert.That(await Outbox.Claim(10, Lease, default), Has.Count.InRange(1, 2));
        var due = (await Timers.List(new TimerFilter(), default)).Select(timer => timer.DueAt).ToList();
        Assert.That(due[0] - Given.Now, Is.InRange(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(12)));
        Assert.That(due[1], Is.EqualTo(TimerRecord.Never));
        Assert.That(
            async () => await Commit(transaction => transaction.Release(hold, perSecond: 1)),
            Throws.InstanceOf<ConflictException>(),
            "It is released once."
        );
    }

    private static string NameOf(HoldScope scope) =>
        scope switch
        {
            HoldScope.Participant => "inventory",
            HoldScope.SagaType => "order",
            _ => HoldRecord.NameOf(HeldSaga),
        };
}
