using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.Lateness;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    private ILatenessStore Lateness => services.GetRequiredService<ILatenessStore>();

    private IWaitStore Waits => services.GetRequiredService<IWaitStore>();

    [Test]
    public async Task Learned_times_add_up_whoever_adds_them()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Lateness.Add([Time(bucket: 3, count: 2), Time(bucket: 4, count: 1)], default))
        );

        var times = await Lateness.Times(default);

        Assert.That(
            times.OrderBy(row => row.Bucket).Select(row => (row.Bucket, row.Count)),
            Is.EqualTo(new[] { (3, 16L), (4, 8L) })
        );
    }

    [Test]
    public async Task Sagas_are_found_by_how_long_they_wait_in_their_state()
    {
        var old = Given.Saga(state: "payment");
        old.WaitingSince = Given.Now - Hour;
        var young = Given.Saga(state: "payment");
        young.WaitingSince = Given.Now;
        var elsewhere = Given.Saga(state: "stock");
        elsewhere.WaitingSince = Given.Now - Hour;
        await Commit(transaction =>
        {
            transaction.Add(old);
            transaction.Add(young);
            transaction.Add(elsewhere);
            transaction.Add(Given.Saga(state: "payment"));
        });

        var waiting = await Lateness.Waiting(default);
        var payment = waiting.Single(state => state.State == "payment");
        var found = await Lateness.WaitingSince(payment, null, Given.Now - Lease, 10, default);
        var later = await Lateness.WaitingSince(payment, old.WaitingSince, Given.Now + Hour, 10, default);

        Assert.That(payment, Is.EqualTo(new WaitingState("order", 1, "payment", 2)));
        Assert.That(found.Select(saga => saga.Id), Is.EqualTo(new[] { old.Id }));
        Assert.That(later.Select(saga => saga.Id), Is.EqualTo(new[] { young.Id }));
    }

    [Test]
    public async Task The_traces_of_a_saga_and_its_messages_are_found()
    {
        var (saga, consumed, dead) = (NewId.NextGuid(), NewId.NextGuid(), NewId.NextGuid());
        var unsent = Given.Message(participant: "inventory", saga: saga);
        await Commit(
            transaction =>
            {
                transaction.Add(unsent);
                transaction.Add(Given.Message(participant: "inventory", saga: NewId.NextGuid()));
            },
            Given.Key(consumed)
        );
        await DeadLetters.Died([Letter(Silent, message: dead)], default);

        Assert.That(
            (await Waits.OutboxOf(saga, default)).Select(row => row.Id),
            Is.EqualTo(new[] { unsent.Id })
        );
        Assert.That(
            (await Waits.Unsent([consumed, unsent.MessageId], default)).Select(row => row.Id),
            Is.EqualTo(new[] { unsent.Id })
        );
        Assert.That(
            (await Waits.ConsumersOf([consumed, dead], default)).Select(row => row.MessageId),
            Is.EqualTo(new[] { consumed })
        );
        Assert.That(
            (await Waits.DeadLettersOf(saga, [consumed, dead], default)).Select(row => row.MessageId),
            Is.EqualTo(new[] { dead })
        );
        Assert.That(await Waits.DeadLettersOf(saga, [consumed], default), Is.Empty);
        Assert.That(
            (await Waits.DeadLettersOf([consumed, dead], default)).Select(row => row.MessageId),
            Is.EqualTo(new[] { dead })
        );
    }

    private static StepTimeRecord Time(int bucket, long count) =>
        new()
        {
            SagaType = "order",
            Version = 1,
            State = "payment",
            Bucket = bucket,
            Count = count,
        };
}
