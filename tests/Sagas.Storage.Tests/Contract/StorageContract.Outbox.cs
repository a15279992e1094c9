using MassTransit;
using Sagas.Orchestration.Outbox;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    [Test]
    public async Task A_message_is_claimed_whole()
    {
        var message = Given.Message();
        await Commit(transaction => transaction.Add(message));

        var claimed = (await Outbox.Claim(10, Lease, default)).Single();

        Assert.That(claimed.Id, Is.EqualTo(message.Id));
        Assert.That(claimed.MessageId, Is.EqualTo(message.MessageId));
        Assert.That(claimed.Destination, Is.EqualTo(message.Destination));
        Assert.That(claimed.ContentType, Is.EqualTo(message.ContentType));
        Assert.That(claimed.Body, Is.EqualTo(message.Body));
        Assert.That(claimed.Metadata, Is.EqualTo(message.Metadata));
        Assert.That(claimed.CreatedAt, Is.EqualTo(message.CreatedAt));
    }

    [Test]
    public async Task A_lease_runs_by_the_clock_of_the_database_in_UTC()
    {
        await Commit(transaction => transaction.Add(Given.Message()));

        var claimed = (await Outbox.Claim(10, Lease, default)).Single();

        // The test and its database share a machine, or at least a network time.
        var expected = TimeProvider.System.GetUtcNow() + Lease;
        Assert.That(claimed.LeasedUntil!.Value, Is.EqualTo(expected).Within(TimeSpan.FromSeconds(30)));
        Assert.That(claimed.LeasedUntil.Value.Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task What_its_writer_or_a_claimer_holds_is_not_claimed()
    {
        await Commit(transaction =>
        {
            transaction.Add(Given.Message(leasedUntil: Given.Now + Lease));
            transaction.Add(Given.Message());
        });

        Assert.That(await Outbox.Claim(10, Lease, default), Has.Count.EqualTo(1));
        Assert.That(await Outbox.Claim(10, Lease, default), Is.Empty);
    }

    [Test]
    public async Task What_was_held_too_long_is_claimed_by_the_next()
    {
        await Commit(transaction =>
            transaction.Add(Given.Message(leasedUntil: Given.Now - TimeSpan.FromMinutes(1)))
        );

        Assert.That(await Outbox.Claim(10, TimeSpan.Zero, default), Has.Count.EqualTo(1));
        Assert.That(
            await Outbox.Claim(10, Lease, default),
            Has.Count.EqualTo(1),
            "a lease of nothing is over at once"
        );
    }

    [Test]
    public async Task The_oldest_are_claimed_first_up_to_the_limit()
    {
        var messages = Enumerable
            .Range(0, 5)
            .Select(age => Given.Message(createdAt: Given.Now - TimeSpan.FromMinutes(age)))
            .ToList();
        await Commit(transaction => messages.ForEach(message => transaction.Add(message)));

        var claimed = await Outbox.Claim(3, Lease, default);

        Assert.That(
            claimed.Select(message => message.Id),
            Is.EqualTo(new[] { messages[4].Id, messages[3].Id, messages[2].Id })
        );
    }

    [Test]
    public async Task What_is_due_again_and_again_keeps_nothing_younger_from_its_turn()
    {
        var messages = Enumerable
            .Range(0, 5)
            .Select(age =>
                Given.Message(
                    leasedUntil: Given.Now - TimeSpan.FromMinutes(1),
                    createdAt: Given.Now - TimeSpan.FromMinutes(age + 1)
                )
            )
            .ToList();
        await Commit(transaction => messages.ForEach(message => transaction.Add(message)));

        var claimed = new List<Guid>();
        for (var turn = 0; turn < 3; turn++)
        {
            claimed.AddRange((await Outbox.Claim(2, TimeSpan.Zero, default)).Select(message => message.Id));
        }

        Assert.That(claimed, Is.SupersetOf(messages.Select(message => message.Id)));
    }

    [Test]
    public async Task Workers_that_claim_at_once_get_different_messages()
    {
        const int Messages = 200;
        await Commit(transaction =>
        {
            for (var count = 0; count < Messages; count++)
            {
                transaction.Add(Given.Message());
            }
        });

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(ClaimAll)));

        var ids = claims.SelectMany(claim => claim).ToList();
        Assert.That(ids, Is.Unique);
        Assert.That(ids, Has.Count.EqualTo(Messages));

        async Task<List<Guid>> ClaimAll()
        {
            var mine = new List<Guid>();
            IReadOnlyList<OutboxRecord> claimed;
            do
            {
                claimed = await Outbox.Claim(10, Lease, default);
                mine.AddRange(claimed.Select(message => message.Id));
            } while (claimed.Count > 0);

            return mine;
        }
    }

    [Test]
    public async Task Releasing_ends_all_leases()
    {
        await Commit(transaction => transaction.Add(Given.Message(leasedUntil: Given.Now + Lease)));

        await Outbox.ReleaseAll(default);

        Assert.That(await Outbox.Claim(10, Lease, default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Removing_passes_over_what_is_not_there()
    {
        var messages = Enumerable.Range(0, 1200).Select(_ => Given.Message()).ToList();
        await Commit(transaction => messages.ForEach(message => transaction.Add(message)));

        await Outbox.Remove([.. messages.Skip(1).Select(message => message.Id), NewId.NextGuid()], default);
        await Outbox.Remove([], default);

        Assert.That((await Outbox.Claim(10, Lease, default)).Single().Id, Is.EqualTo(messages[0].Id));
    }

    [Test]
    public async Task The_lag_is_the_count_and_the_age_of_the_oldest()
    {
        Assert.That(await Outbox.Measure(default), Is.EqualTo(new OutboxLag(0, TimeSpan.Zero)));
        await Commit(transaction =>
        {
            transaction.Add(Given.Message());
            transaction.Add(Given.Message(createdAt: Given.Now - TimeSpan.FromHours(2)));
        });

        var lag = await Outbox.Measure(default);

        Assert.That(lag.Count, Is.EqualTo(2));
        Assert.That(lag.Oldest, Is.EqualTo(TimeSpan.FromHours(2)).Within(TimeSpan.FromMinutes(2)));
    }
}
