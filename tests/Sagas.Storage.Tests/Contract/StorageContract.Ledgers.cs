using MassTransit;
using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    [Test]
    public async Task A_row_that_was_found_is_saved_when_it_changed()
    {
        var key = NewId.NextGuid();
        await Commit(transaction => transaction.Add(new Booking { Key = key }));

        await using var transaction = Begin();
        (await transaction.Find<Booking>(key))!.Outcome = "booked";
        await transaction.Commit(Given.Key(), default);

        Assert.That(
            (await Read(context => context.Set<Booking>().SingleAsync())).Outcome,
            Is.EqualTo("booked")
        );
    }

    [Test]
    public async Task A_row_that_is_not_there_is_null()
    {
        await using var transaction = Begin();

        Assert.That(await transaction.Find<Booking>(NewId.NextGuid()), Is.Null);
    }

    [Test]
    public async Task Finding_a_row_keeps_nobody_waiting()
    {
        await Commit(transaction => transaction.Add(new Shelf { Sku = "a" }));
        await using var finder = Begin();
        await finder.Find<Shelf>("a");

        await using var other = Begin();
        (await other.Lock<Shelf>(["a"]))[0].OnHand = 7;
        await other.Commit(Given.Key(), default);

        Assert.That((await Read(context => context.Set<Shelf>().SingleAsync())).OnHand, Is.EqualTo(7));
    }

    [Test]
    public async Task More_rows_than_one_statement_takes_are_locked_and_missing_ones_left_out()
    {
        var skus = Enumerable.Range(0, 2500).Select(sku => $"sku-{sku:0000}").ToList();
        await Commit(transaction => skus.ForEach(sku => transaction.Add(new Shelf { Sku = sku })));
        skus.AddRange(["missing", "gone", "sku-0001"]);

        await using var transaction = Begin();
        var shelves = await transaction.Lock<Shelf>(skus);
        foreach (var shelf in shelves)
        {
            shelf.OnHand++;
        }

        await transaction.Commit(Given.Key(), default);

        Assert.That(shelves, Has.Count.EqualTo(2500));
        Assert.That(
            await Read(context => context.Set<Shelf>().CountAsync(shelf => shelf.OnHand == 1)),
            Is.EqualTo(2500)
        );
    }

    [TestCase("Kännchen ☕ 🫖")]
    [TestCase("O'Brien \"x\" \\ %_[]{0}")]
    [TestCase(" a b ")]
    public async Task A_key_may_hold_any_character(string sku)
    {
        await Commit(transaction => transaction.Add(new Shelf { Sku = sku, OnHand = 3 }));

        await using var transaction = Begin();
        Assert.That((await transaction.Lock<Shelf>([sku])).Single().OnHand, Is.EqualTo(3));
    }

    [Test]
    public async Task A_row_added_twice_conflicts()
    {
        var key = NewId.NextGuid();
        await Commit(transaction => transaction.Add(new Booking { Key = key }));
        await using var transaction = Begin();
        transaction.Add(new Booking { Key = key });

        await Assert.ThrowsAsync<ConflictException>(() => transaction.Commit(Given.Key(), default));
    }

    [Test]
    public async Task A_type_that_cannot_be_locked_by_key_is_refused_by_name()
    {
        await using var transaction = Begin();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            transaction.Lock<Booking>(["a"])
        );

        Assert.That(exception!.Message, Does.Contain(nameof(Booking)));
    }

    [Test]
    public async Task A_type_that_no_participant_names_is_refused_by_name()
    {
        await using var transaction = Begin();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            transaction.Lock<Version>(["a"])
        );

        Assert.That(exception!.Message, Does.Contain(nameof(Version)));
    }
}
