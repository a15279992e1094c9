using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Leases;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    private const string Silent = "group-of-silence";
    private const string Loud = "group-of-noise";

    private IDeadLetterStore DeadLetters => services.GetRequiredService<IDeadLetterStore>();

    [Test]
    public async Task Dead_letters_are_grouped_and_each_saga_counts_once_for_what_is_at_stake()
    {
        var saga = NewId.NextGuid();
        await DeadLetters.Died(
            [
                Letter(Silent, saga, 700, "GBP"),
                Letter(Silent, saga, 700, "GBP"),
                Letter(Silent, NewId.NextGuid(), 50, "GBP"),
                Letter(Silent, NewId.NextGuid(), 9, "EUR"),
                Letter(Silent),
                Letter(Loud),
            ],
            default
        );

        var groups = await DeadLetters.Groups(new(), default);

        var silent = groups.Single(group => group.Record.Id == Silent);
        Assert.That(groups, Has.Count.EqualTo(2));
        Assert.That((silent.Record.Letters, silent.Record.Deaths), Is.EqualTo((5L, 5L)));
        Assert.That(
            silent.Stakes.Select(stake => (stake.Currency, stake.Sagas, stake.AmountMinor)),
            Is.EqualTo(new[] { ("EUR", 1L, 9L), ("GBP", 2L, 750L) })
        );
        Assert.That(
            await DeadLetters.Count(default),
            Is.EqualTo(new[] { new DeadLetterCount(DeadLetterPlace.Error, "inventory", 6) })
        );
    }

    [Test]
    public async Task A_letter_that_dies_again_of_something_else_is_in_its_new_group_only()
    {
        var letter = Letter(Silent, NewId.NextGuid(), 700, "GBP");
        await DeadLetters.Died([letter], default);
        var again = Letter(Loud, letter.Record.SagaId, 700, "GBP", letter.Record.MessageId);

        await DeadLetters.Died([again], default);

        var group = (await DeadLetters.Groups(new(), default)).Single();
        Assert.That((group.Record.Id, group.Record.Letters), Is.EqualTo((Loud, 1L)));
        Assert.That(group.Stakes.Single().AmountMinor, Is.EqualTo(700));
        Assert.That((await DeadLetters.List(new(), default)).Single().Deaths, Is.EqualTo(2));
    }

    [Test]
    public async Task What_leaves_is_dead_no_longer_until_it_is_found_again()
    {
        var (one, other) = (
            Letter(Silent, NewId.NextGuid(), 700, "GBP"),
            Letter(Silent, NewId.NextGuid(), 50, "GBP")
        );
        await DeadLetters.Died([one, other], default);

        var left = await DeadLetters.Leave(
            [one.Record.Id, NewId.NextGuid()],
            DeadLetterStatus.Missing,
            default
        );
        Assert.That(left, Is.EqualTo(1));
        Assert.That(
            await DeadLetters.Leave([one.Record.Id], DeadLetterStatus.Discarded, default),
            Is.Zero,
            "It had left."
        );
        Assert.That(
            (await DeadLetters.Groups(new(), default)).Single().Stakes.Single().AmountMinor,
            Is.EqualTo(50)
        );
        Assert.That(
            await DeadLetters.Dead(DeadLetterPlace.Error, "inventory", default),
            Is.EqualTo(new[] { other.Record.Id })
        );
        Assert.That(
            (await DeadLetters.List(new(Status: DeadLetterStatus.Missing), default)).Single().Id,
            Is.EqualTo(one.Record.Id)
        );

        var found = await DeadLetters.Found([one, other, Letter(Loud)], default);
        Assert.That(found, Is.EqualTo(2));
        Assert.That((await DeadLetters.Count(default)).Single().Letters, Is.EqualTo(3));
    }

    [Test]
    public async Task What_was_moved_by_hand_is_known_by_what_its_own_queue_has_consumed()
    {
        var (handled, elsewhere, untouched) = (Letter(Silent), Letter(Silent), Letter(Silent));
        DeadLetter[] all = [handled, elsewhere, untouched];
        Guid[] ids = [.. all.Select(letter => letter.Record.Id)];
        await DeadLetters.Died(all, default);
        await Commit(_ => { }, Given.Key(handled.Record.MessageId, "inventory/ReserveStock"));
        await Commit(_ => { }, Given.Key(elsewhere.Record.MessageId, "inventory-2/ReserveStock"));

        var consumed = await DeadLetters.Consumed(ids, default);

        Assert.That(consumed, Is.EqualTo(new[] { handled.Record.Id }));
        await DeadLetters.Leave(ids, DeadLetterStatus.Missing, default);
        Assert.That(await DeadLetters.Leave(consumed, DeadLetterStatus.Replayed, default), Is.EqualTo(1));
        Assert.That(
            (await DeadLetters.List(new(Status: DeadLetterStatus.Replayed), default)).Single().Id,
            Is.EqualTo(handled.Record.Id)
        );
        Assert.That(await DeadLetters.Groups(new(), default), Is.Empty);
    }

    [Test]
    public async Task Workers_that_bury_letters_of_one_group_at_once_count_all_of_them()
    {
        var saga = NewId.NextGuid();
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(() =>
                        DeadLetters.Died(
                            [Letter(Silent, saga, 700, "GBP"), Letter(Silent), Letter(Loud)],
                            default
                        )
                    )
                )
        );

        var groups = await DeadLetters.Groups(new(), default);
        Assert.That(
            groups.Select(group => (group.Record.Id, group.Record.Letters)),
            Is.EquivalentTo(new[] { (Silent, 16L), (Loud, 8L) })
        );
        Assert.That(
            groups.Single(group => group.Record.Id == Silent).Stakes.Select(stake => stake.AmountMinor),
            Is.EqualTo(new[] { 700L })
        );
    }

    [Test]
    public async Task Letters_and_groups_are_chosen_by_what_is_known_of_them()
    {
        var saga = NewId.NextGuid();
        var letter = Letter(Silent, saga, 700, "GBP");
        await DeadLetters.Died([letter, Letter(Loud)], default);

        DeadLetterFilter[] hits =
        [
            new(GroupId: Silent),
            new(SagaType: "order"),
            new(SagaId: saga),
            new(Step: "stock"),
            new(Text: "was sil"),
            new(Queue: "inventory", Exception: "Silence"),
            new(
                Place: DeadLetterPlace.Error,
                Until: Given.Now.AddDays(1),
                Since: Given.Now.AddDays(-1),
                Step: "stock"
            ),
        ];
        foreach (var filter in hits)
        {
            Assert.That(
                (await DeadLetters.List(filter, default)).Select(one => one.Id),
                Is.EqualTo(new[] { letter.Record.Id }),
                filter.ToString()
            );
            Assert.That(
                (await DeadLetters.Groups(filter, default)).Select(one => one.Record.Id),
                Is.EqualTo(new[] { Silent }),
                filter.ToString()
            );
        }

        foreach (
            var filter in new DeadLetterFilter[]
            {
                new(Queue: "payments"),
                new(Place: DeadLetterPlace.Dead),
                new(Since: Given.Now.AddDays(1)),
                new(Until: Given.Now.AddDays(-1)),
                new(SagaId: NewId.NextGuid()),
            }
        )
        {
            Assert.That(await DeadLetters.List(filter, default), Is.Empty, filter.ToString());
            Assert.That(await DeadLetters.Groups(filter, default), Is.Empty, filter.ToString());
        }
    }

    [Test]
    public async Task A_letter_is_found_by_its_id_and_its_messages_with_its_body()
    {
        var letter = Letter(Silent);
        await DeadLetters.Died([letter], default);

        foreach (var id in new[] { letter.Record.Id, letter.Record.MessageId })
        {
            var found = (await DeadLetters.Find(id, default))!;
            Assert.That(found.Body.Body, Is.EqualTo(letter.Body.Body));
            Assert.That(found.Record.Reason, Is.EqualTo(letter.Record.Reason));
        }

        Assert.That(await DeadLetters.Find(NewId.NextGuid(), default), Is.Null);
    }

    [Test]
    public async Task A_group_keeps_what_people_wrote()
    {
        await DeadLetters.Died([Letter(Silent)], default);

        Assert.That(await DeadLetters.Annotate(Silent, "known", null, null, default), Is.True);
        Assert.That(await DeadLetters.Annotate(Silent, null, "ann", "T-1", default), Is.True);
        Assert.That(await DeadLetters.Annotate("none", "known", null, null, default), Is.False);
        await DeadLetters.Died([Letter(Silent)], default);

        var group = (await DeadLetters.Groups(new(), default)).Single().Record;
        Assert.That((group.Note, group.Owner, group.Ticket), Is.EqualTo(("known", "ann", "T-1")));
    }

    [Test]
    public async Task Only_letters_that_were_seen_to_are_forgotten()
    {
        var (gone, dead) = (Letter(Silent), Letter(Silent));
        await DeadLetters.Died([gone, dead], default);
        await DeadLetters.Leave([gone.Record.Id], DeadLetterStatus.Discarded, default);

        Assert.That(await DeadLetters.Forget(Given.Now.AddDays(-1), 10, default), Is.Zero, "too young");
        Assert.That(await DeadLetters.Forget(Given.Now.AddDays(1), 10, default), Is.EqualTo(1));

        Assert.That(await DeadLetters.Find(gone.Record.Id, default), Is.Null);
        Assert.That(await DeadLetters.Find(dead.Record.Id, default), Is.Not.Null);
    }

    [Test]
    public async Task A_lease_is_one_owners_until_it_ends_or_is_given_back()
    {
        var leases = services.GetRequiredService<ILeaseStore>();
        var (name, ann, bob) = ($"lease {NewId.NextGuid()}", NewId.NextGuid(), NewId.NextGuid());

        Assert.That(await leases.Take(name, ann, Hour, default), Is.True);
        Assert.That(await leases.Take(name, bob, Hour, default), Is.False);
        Assert.That(await leases.Take(name, ann, TimeSpan.Zero, default), Is.True, "again, by its owner");
        Assert.That(await leases.Take(name, bob, Hour, default), Is.True, "it has ended");
        await leases.Release(name, ann, default);
        Assert.That(await leases.Take(name, ann, Hour, default), Is.False);
        await leases.Release(name, bob, default);

        var takers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(() => leases.Take(name, NewId.NextGuid(), Hour, default)))
        );
        Assert.That(takers.Count(hasIt => hasIt), Is.EqualTo(1));
    }

    private static DeadLetter Letter(
        string group,
        Guid? saga = null,
        long? amount = null,
        string? currency = null,
        Guid? message = null
    )
    {
        var id = message ?? NewId.NextGuid();
        var hasSaga = saga is not null;
        return new(
            new()
            {
                Id = Core.DerivedId.OfDeadLetter("Error", "inventory", id),
                MessageId = id,
                Queue = "inventory",
                Place = DeadLetterPlace.Error,
                GroupId = group,
                MessageType = "Sagas.Fulfilment:ReserveStock",
                SagaType = hasSaga ? "order" : null,
                SagaId = saga,
                Step = hasSaga ? "stock" : null,
                State = hasSaga ? "stock" : null,
                Exception = group == Silent ? "SilenceException" : "NoiseException",
                Reason = group == Silent ? "It was silent." : "It was loud.",
                AmountMinor = amount,
                Currency = currency,
                At = Given.Now,
                LastAt = Given.Now,
            },
            new()
            {
                Id = Core.DerivedId.OfDeadLetter("Error", "inventory", id),
                Body = [1, 2, 255],
                Headers = "{}",
                Stack = "at Here()",
            }
        );
    }
}
