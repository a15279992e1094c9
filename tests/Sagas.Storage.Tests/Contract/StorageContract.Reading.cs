using MassTransit;
using Sagas.Orchestration.History;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    [Test]
    public async Task Sagas_are_listed_newest_first_by_type_and_state_up_to_the_limit()
    {
        var oldest = Started(3, "order", "stock");
        var middle = Started(2, "order", "payment");
        var newest = Started(1, "return", "stock");
        await Commit(transaction =>
        {
            transaction.Add(middle);
            transaction.Add(newest);
            transaction.Add(oldest);
        });

        Assert.That(await Listed(new()), Is.EqualTo(new[] { newest.Id, middle.Id, oldest.Id }));
        Assert.That(await Listed(new(Type: "order")), Is.EqualTo(new[] { middle.Id, oldest.Id }));
        Assert.That(await Listed(new(State: "stock")), Is.EqualTo(new[] { newest.Id, oldest.Id }));
        Assert.That(await Listed(new("order", "stock")), Is.EqualTo(new[] { oldest.Id }));
        Assert.That(await Listed(new(Limit: 1)), Is.EqualTo(new[] { newest.Id }));
    }

    [TestCase(0)]
    [TestCase(10_001)]
    public async Task A_limit_out_of_range_is_refused(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Reader.List(new(Limit: limit), default));

    [Test]
    public async Task Sagas_of_different_types_may_share_an_id()
    {
        var id = NewId.NextGuid();
        await Commit(transaction =>
        {
            transaction.Add(Given.Saga(id, "order"));
            transaction.Add(Given.Saga(id, "return"));
        });

        var found = await Reader.Find(id, default);

        Assert.That(found.Select(saga => saga.Type), Is.EqualTo(new[] { "order", "return" }));
    }

    [Test]
    public async Task Of_many_ids_those_that_exist_are_told()
    {
        var sagas = Enumerable.Range(0, 1100).Select(_ => Given.Saga()).ToList();
        await Commit(transaction => sagas.ForEach(saga => transaction.Add(saga)));
        var asked = sagas.Select(saga => saga.Id).Append(NewId.NextGuid()).ToList();

        var existing = await Reader.Existing("order", asked, default);

        Assert.That(existing.Select(saga => saga.Id), Is.EquivalentTo(sagas.Select(saga => saga.Id)));
        Assert.That(await Reader.Existing("return", asked, default), Is.Empty);
    }

    [Test]
    public async Task A_history_is_read_oldest_first()
    {
        var saga = Given.Saga();
        await Commit(transaction =>
        {
            transaction.Add(saga);
            foreach (var version in new[] { 2, 1, 3 })
            {
                saga.Version = version;
                transaction.Add(Given.Entry(saga));
            }
        });

        var history = await Reader.History("order", saga.Id, default);

        Assert.That(history.Select(entry => entry.Sequence), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(history[0].At, Is.EqualTo(Given.Now));
    }

    [Test]
    public async Task Sagas_that_have_not_ended_are_counted_by_type()
    {
        var ended = Given.Saga(state: "Completed");
        ended.EndedAt = Given.Now;
        await Commit(transaction =>
        {
            transaction.Add(Given.Saga());
            transaction.Add(Given.Saga());
            transaction.Add(Given.Saga(type: "return"));
            transaction.Add(ended);
        });

        Assert.That(
            await Reader.CountInFlight(default),
            Is.EqualTo(new TypeCount[] { new("order", 2), new("return", 1) })
        );
    }

    private async Task<IEnumerable<Guid>> Listed(SagaFilter filter) =>
        (await Reader.List(filter, default)).Select(saga => saga.Id);

    private static SagaRecord Started(int hoursAgo, string type, string state) =>
        new()
        {
            Type = type,
            Id = NewId.NextGuid(),
            State = state,
            Version = 1,
            Data = "{}",
            StartedAt = Given.Now - TimeSpan.FromHours(hoursAgo),
            UpdatedAt = Given.Now,
        };
}
