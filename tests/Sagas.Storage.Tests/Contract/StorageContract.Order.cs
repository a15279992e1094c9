using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    private IOrderStore Order => services.GetRequiredService<IOrderStore>();

    [Test]
    public async Task A_letter_that_others_wait_for_marks_its_saga_once_and_no_other()
    {
        var (saga, other) = (Given.Saga(), Given.Saga());
        await Commit(transaction =>
        {
            transaction.Add(saga);
            transaction.Add(other);
        });
        var letter = Blocking(saga.Id);

        await DeadLetters.Died([letter, Letter(Loud, other.Id)], default);
        Assert.That(await BlockedSince(saga.Id), Is.EqualTo(Given.Now));
        Assert.That(await BlockedSince(other.Id), Is.Null, "Nothing waits for its letter.");

        await DeadLetters.Found([Blocking(saga.Id, at: Given.Now + Hour)], default);
        Assert.That(await BlockedSince(saga.Id), Is.EqualTo(Given.Now));

        await Commit(saga.Id, record => record.BlockedSince = null);
        await DeadLetters.Found([letter], default);
        Assert.That(await BlockedSince(saga.Id), Is.Null, "It was known to be dead.");
        await DeadLetters.Leave([letter.Record.Id], DeadLetterStatus.Missing, default);
        await DeadLetters.Found([letter], default);
        Assert.That(await BlockedSince(saga.Id), Is.EqualTo(Given.Now));
    }

    [Test]
    public async Task A_backlog_is_of_one_saga_in_the_order_of_its_messages([Values] SagaLocking locking)
    {
        await using var own = Services(locking);
        var saga = Given.Saga();
        var (full, first, second) = (
            Blocking(saga.Id, TooManyWaitingException.Name, Given.Now - Hour),
            Blocking(saga.Id),
            Blocking(saga.Id, at: Given.Now + Hour)
        );
        var (one, two) = (Waiting(saga.Id, 1), Waiting(saga.Id, 2));
        await Commit(transaction =>
        {
            transaction.Add(saga);
            transaction.Add(two);
            transaction.Add(one);
            transaction.Add(Waiting(NewId.NextGuid(), 0));
            transaction.Add(Given.Timer(Given.Now, saga: saga.Id));
        });
        await DeadLetters.Died([full, second, first, Letter(Silent, saga.Id)], default);
        await DeadLetters.Leave([second.Record.Id], DeadLetterStatus.Replaying, default);

        await using (var transaction = own.GetRequiredService<ITransactionFactory>().Begin())
        {
            await transaction.FindSaga("order", saga.Id, default);
            var ofFirst = await Read(transaction, first.Record.MessageId, Guid.Empty);
            var ofTwo = await Read(transaction, NewId.NextGuid(), one.Token);
            Assert.Multiple(() =>
            {
                Assert.That(ofFirst.Letter!.Id, Is.EqualTo(second.Record.Id), "It is being replayed.");
                Assert.That((ofFirst.IsDead, ofFirst.Waiting), Is.EqualTo((true, 2)));
                Assert.That(ofFirst.Next!.Token, Is.EqualTo(one.Token));
                Assert.That(ofFirst.LastSince, Is.EqualTo(two.WaitingSince));
                Assert.That(ofTwo.Letter!.Id, Is.EqualTo(first.Record.Id));
                Assert.That((ofTwo.IsDead, ofTwo.Waiting), Is.EqualTo((false, 1)));
                Assert.That(ofTwo.Next!.Token, Is.EqualTo(two.Token));
            });
            ofTwo.Next!.DueAt = Given.Now - Hour;
            await transaction.Commit(null, default);
        }

        Assert.That(
            (await Timers.ClaimDue(10, Lease, default)).Select(timer => timer.Token),
            Does.Contain(two.Token)
        );
        await DeadLetters.Leave([first.Record.Id], DeadLetterStatus.Discarded, default);
        await DeadLetters.Died([second], default);
        await DeadLetters.Leave([second.Record.Id], DeadLetterStatus.Discarded, default);
        Assert.That((await Order.Behind("order", saga.Id, default)).Letter!.Id, Is.EqualTo(full.Record.Id));

        Task<Backlog> Read(ITransaction transaction, Guid message, Guid token) =>
            transaction.Backlog("order", saga.Id, message, token, default);
    }

    [Test]
    public async Task A_letter_that_dies_while_the_mark_is_cleared_is_not_forgotten(
        [Values] SagaLocking locking
    )
    {
        await using var own = Services(locking);
        var saga = Given.Saga();
        saga.BlockedSince = Given.Now - Hour;
        await Commit(transaction => transaction.Add(saga));
        Task died;
        await using (var transaction = own.GetRequiredService<ITransactionFactory>().Begin())
        {
            var record = (await transaction.FindSaga("order", saga.Id, default))!;
            var backlog = await transaction.Backlog("order", saga.Id, Guid.Empty, Guid.Empty, default);
            Assert.That(backlog.IsEmpty, Is.True);
            died = Task.Run(() => DeadLetters.Died([Blocking(saga.Id)], default));
            record.BlockedSince = null;
            await transaction.Commit(null, default);
        }

        await died;
        Assert.That(await BlockedSince(saga.Id), Is.EqualTo(Given.Now));
    }

    [Test]
    public async Task Only_sagas_that_wait_for_nothing_are_unblocked()
    {
        var (held, free, onItsWay, cleared, full, compensated, gone) = (
            Blocked(),
            Blocked(),
            Blocked(),
            Blocked(),
            Blocked(),
            Blocked(),
            Blocked()
        );
        compensated.Reason = "cancelled";
        await Commit(transaction =>
        {
            foreach (var saga in new[] { held, free, onItsWay, cleared, full, compensated })
            {
                transaction.Add(saga);
            }

            foreach (var saga in new[] { held, free, full, compensated, gone })
            {
                transaction.Add(Waiting(saga.Id, 1));
            }

            transaction.Add(Waiting(onItsWay.Id, 1, Given.Now - Hour));
            transaction.Add(Waiting(onItsWay.Id, 2));
        });
        await DeadLetters.Died(
            [
                Blocking(held.Id),
                Blocking(compensated.Id),
                Blocking(full.Id, TooManyWaitingException.Name, Given.Now + Hour),
            ],
            default
        );

        var unblocked = await Order.Unblocked(Given.Now, 10, default);

        Assert.That(
            unblocked.Select(saga => saga.Id),
            Is.EquivalentTo(new[] { free.Id, cleared.Id, full.Id, compensated.Id, gone.Id })
        );
        Assert.That(await Order.Unblocked(Given.Now, 2, default), Has.Count.EqualTo(2));
        Assert.That(await Order.CountWaiting(default), Is.EqualTo(new[] { ("order", 7L) }));
        Assert.That((await Order.Behind("order", onItsWay.Id, default)).Waiting, Is.EqualTo(2));

        static SagaRecord Blocked()
        {
            var saga = Given.Saga();
            saga.BlockedSince = Given.Now;
            return saga;
        }
    }

    private static TimerRecord Waiting(Guid saga, int place, DateTimeOffset? dueAt = null) =>
        Given.Timer(
            dueAt ?? Given.Now + Hour,
            saga: saga,
            purpose: TimerPurpose.Waiting,
            waitingSince: Given.Now.AddSeconds(place)
        );

    private static DeadLetter Blocking(
        Guid saga,
        string exception = "SilenceException",
        DateTimeOffset? at = null
    )
    {
        var letter = Letter(Silent, saga);
        var record = letter.Record;
        return letter with
        {
            Record = new()
            {
                Id = record.Id,
                MessageId = record.MessageId,
                Queue = "order-saga",
                Place = record.Place,
                GroupId = record.GroupId,
                MessageType = record.MessageType,
                SagaType = "order",
                SagaId = saga,
                Blocks = true,
                Exception = exception,
                Reason = record.Reason,
                At = at ?? Given.Now,
                LastAt = at ?? Given.Now,
            },
        };
    }

    private async Task<DateTimeOffset?> BlockedSince(Guid saga) =>
        (await Reader.Find(saga, default)).Single().BlockedSince;

    private async Task Commit(Guid id, Action<SagaRecord> change)
    {
        await using var transaction = Begin();
        change((await transaction.FindSaga("order", id, default))!);
        await transaction.Commit(null, default);
    }
}
