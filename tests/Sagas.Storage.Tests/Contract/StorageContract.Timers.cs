using MassTransit;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    public async Task Timers_are_claimed_when_they_are_due_the_earliest_first()
    {
        var late = Given.Timer(Given.Now - Hour);
        var due = Given.Timer(Given.Now);
        await Commit(transaction =>
        {
            transaction.Add(Given.Timer(Given.Now + Hour));
            transaction.Add(due);
            transaction.Add(late);
        });

        var claimed = await Timers.ClaimDue(10, Lease, default);

        Assert.That(claimed.Select(timer => timer.Token), Is.EqualTo(new[] { late.Token, due.Token }));
        Assert.That(claimed[0].Body, Is.EqualTo(late.Body));
        Assert.That(await Timers.ClaimDue(10, Lease, default), Is.Empty);
    }

    [Test]
    public async Task A_timer_stays_until_it_is_removed_and_is_due_again_after_its_lease()
    {
        var timer = Given.Timer(Given.Now - Hour);
        await Commit(transaction => transaction.Add(timer));

        await Timers.ClaimDue(10, TimeSpan.Zero, default);
        Assert.That(await Timers.ClaimDue(10, Lease, default), Has.Count.EqualTo(1));

        await Timers.ReleaseAll(default);
        Assert.That(await Timers.ClaimDue(10, Lease, default), Has.Count.EqualTo(1));

        await Timers.Remove([timer.Token, NewId.NextGuid()], default);
        await Timers.ReleaseAll(default);
        Assert.That(await Timers.ClaimDue(10, Lease, default), Is.Empty);
    }

    [Test]
    public async Task A_deadline_that_was_sent_is_due_again_later_and_not_when_its_lease_is_over()
    {
        var (sent, later) = (Given.Timer(Given.Now - Hour), Given.Timer(Given.Now + Hour));
        await Commit(transaction =>
        {
            transaction.Add(sent);
            transaction.Add(later);
        });
        await Timers.ClaimDue(10, TimeSpan.Zero, default);

        await Timers.DueAgain([sent.Token, later.Token, NewId.NextGuid()], Hour / 2, default);

        Assert.That(await Timers.ClaimDue(10, Lease, default), Is.Empty);
        var left = await Timers.List(new(), default);
        Assert.That(left.Select(timer => timer.Token), Is.EqualTo(new[] { sent.Token, later.Token }));
        Assert.That(left[0].DueAt, Is.EqualTo(Given.Now + Hour / 2).Within(TimeSpan.FromMinutes(1)));
        Assert.That(left[1].DueAt, Is.EqualTo(later.DueAt).Within(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public async Task Workers_that_claim_at_once_get_different_timers()
    {
        await Commit(transaction =>
        {
            for (var count = 0; count < 60; count++)
            {
                transaction.Add(Given.Timer(Given.Now - Hour));
            }
        });

        var claims = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => Timers.ClaimDue(10, Lease, default)))
        );

        var tokens = claims.SelectMany(claim => claim).Select(timer => timer.Token).ToList();
        Assert.That(tokens, Is.Unique);
        Assert.That(tokens, Is.Not.Empty);
    }

    [Test]
    public async Task An_owned_timer_goes_with_the_decision_that_removes_it()
    {
        var timer = Given.Timer(Given.Now);
        await Commit(transaction => transaction.Add(timer));

        await Commit(transaction => transaction.RemoveOwnedTimer(timer.Token), Given.Key());

        Assert.That(await Timers.ClaimDue(10, Lease, default), Is.Empty);
    }

    [Test]
    public async Task An_owned_timer_that_is_gone_already_conflicts()
    {
        await using var transaction = Begin();
        transaction.RemoveOwnedTimer(NewId.NextGuid());

        await Assert.ThrowsAsync<ConflictException>(() => transaction.Commit(Given.Key(), default));

        Assert.That(await Rows(), Is.Zero);
    }

    [Test]
    public async Task A_timer_set_and_removed_in_one_transaction_was_never_there()
    {
        await Commit(transaction =>
        {
            var (owned, cancelled) = (Given.Timer(Given.Now), Given.Timer(Given.Now));
            transaction.Add(owned);
            transaction.RemoveOwnedTimer(owned.Token);
            transaction.Add(cancelled);
            transaction.CancelTimer(cancelled.Token);
        });

        Assert.That(await Rows(), Is.Zero);
    }

    [Test]
    public async Task A_timer_is_cancelled_if_it_is_still_there()
    {
        var timer = Given.Timer(Given.Now);
        await Commit(transaction => transaction.Add(timer));

        await Commit(transaction =>
        {
            transaction.CancelTimer(timer.Token);
            transaction.CancelTimer(NewId.NextGuid());
        });

        Assert.That(await Rows(), Is.Zero);
    }

    [Test]
    public async Task A_timer_is_not_cancelled_by_a_transaction_that_fails()
    {
        var (timer, key) = (Given.Timer(Given.Now), Given.Key());
        await Commit(transaction => transaction.Add(timer), key);
        await using var repeated = Begin();
        repeated.CancelTimer(timer.Token);

        await Assert.ThrowsAsync<AlreadyConsumedException>(() => repeated.Commit(key, default));

        Assert.That(await Timers.ClaimDue(10, Lease, default), Has.Count.EqualTo(1));
    }
}
