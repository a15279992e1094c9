using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Schema;
using Sagas.Orchestration.Timers;
using Sagas.TestKit.Services;
using Sagas.Tests.Diagnosis;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Order;

/// <summary>A host that runs tours and trips on a real broker and PostgreSQL, and what a test asks of it.</summary>
internal sealed class TourGuide : IAsyncDisposable
{
    public const string Queue = "tour-saga";

    private readonly TestPostgres _database;
    private readonly TestBroker _broker;

    private TourGuide(TestPostgres database, TestBroker broker, BrokerShell sagas)
    {
        _database = database;
        _broker = broker;
        Sagas = sagas;
    }

    public BrokerShell Sagas { get; }

    public Doors Doors => Sagas.Services.GetRequiredService<Doors>();

    public IDeadLetterStore Letters => Sagas.Services.GetRequiredService<IDeadLetterStore>();

    public static async Task<TourGuide> Start(bool keepsOrder = true, int mostWaiting = 200)
    {
        var (database, broker) = (await TestPostgres.Create(), await TestBroker.Create());
        await using (var first = await BrokerShell.Start(database, broker, Configure, runs: false))
        {
            await first.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        }

        return new(database, broker, await BrokerShell.Start(database, broker, Configure));

        void Configure(IBusRegistrationConfigurator bus)
        {
            bus.AddSingleton<Doors>();
            bus.Configure<OrderOptions>(options => options.MostWaiting = mostWaiting);
            bus.AddHandWrittenSaga<TourMachine, Tour>("tour", keepsOrder: keepsOrder);
            bus.AddSaga(new DelicateTripSaga());
            bus.AddParticipant(new Participant("hotels", [typeof(HotelConsumer)], []));
        }
    }

    public async Task<Guid> Begin()
    {
        var tour = NewId.NextGuid();
        await Sagas.Send("tour", new BeginTour(tour));
        await Sagas.Saga(tour, saga => saga.State == "UnderWay");
        return tour;
    }

    public async Task Visit(Guid tour, int place, Guid? messageId = null)
    {
        await using var scope = Sagas.Services.CreateAsyncScope();
        var endpoint = await scope
            .ServiceProvider.GetRequiredService<ISendEndpointProvider>()
            .GetSendEndpoint(global::Sagas.Orchestration.Address.OfSaga("tour"));
        await endpoint.Send(
            new Visit(tour, place),
            context => context.MessageId = messageId ?? context.MessageId
        );
        await scope.ServiceProvider.GetRequiredService<IBusOutbox>().Commit(CancellationToken.None);
    }

    /// <summary>The message is a dead letter, in the index and on the broker.</summary>
    public async Task<DeadLetterRecord> VisitInVain(Guid tour, int place)
    {
        var before = (await Dead(tour)).Count;
        await Visit(tour, place);
        return await Died(tour, before + 1);
    }

    public async Task<DeadLetterRecord> Died(Guid saga, int count)
    {
        var dead = await Shell.Until(() => Dead(saga), letters => letters.Count == count);
        await Shell.Until(() => _broker.Depth($"{dead[0].Queue}_error"), depth => depth == count);
        return dead[0];
    }

    public async Task VisitAndWait(Guid tour, params int[] places)
    {
        foreach (var place in places)
        {
            var before = (await Waiting(tour)).Count;
            await Visit(tour, place);
            await Waits(tour, before + 1);
        }
    }

    public Task<IReadOnlyList<TimerRecord>> Waits(Guid saga, int count) =>
        Shell.Until(() => Waiting(saga), waiting => waiting.Count == count);

    /// <summary>By hand, as from the management UI, with the header of a replay.</summary>
    public Task MoveBack(string queue = Queue) =>
        _broker.Move($"{queue}_error", queue, ReplayHeaders.Item, "by hand/1");

    /// <summary>A plan of everything that is dead, carried out by a worker.</summary>
    public async Task Carry(ReplayAction action, ReplayStatus until = ReplayStatus.Done)
    {
        var replays = Sagas.Services.GetRequiredService<IReplays>();
        var plan = await replays.Plan(
            new(new(), action, null, [], [100], IReplays.DefaultPerSecond, "ann", "a test"),
            CancellationToken.None
        );
        var deed = new ReplayDeed(NewId.NextGuid(), ReplayDeedKind.Apply, plan!.Id, "ann", "a test");
        Assert.That((await replays.Do(deed, CancellationToken.None)).IsDone, Is.True);
        var plans = Sagas.Services.GetRequiredService<IReplayStore>();
        await Shell.Until(() => plans.Find(plan.Id, CancellationToken.None), found => found!.Status == until);
    }

    /// <summary>It is in no queue any more, and the index knows.</summary>
    public async Task Remove(DeadLetterRecord letter, DeadLetterStatus status = DeadLetterStatus.Discarded)
    {
        await _broker.Purge($"{letter.Queue}_error");
        await Letters.Leave([letter.Id], status, CancellationToken.None);
    }

    public Task<IReadOnlyList<DeadLetterRecord>> Dead(Guid saga) =>
        Letters.List(new(SagaId: saga), CancellationToken.None);

    public async Task<List<int>> Visited(Guid tour) =>
        SagaJson.Read<Tour>((await Sagas.Reader.Find(tour, CancellationToken.None)).Single().Data).Visited;

    public Task Visits(Guid tour, params int[] places) =>
        Shell
            .Until(() => Visited(tour), visited => visited.Count >= places.Length)
            .ContinueWith(visited => Assert.That(visited.Result, Is.EqualTo(places)), TaskScheduler.Default);

    /// <summary>Nothing waits, and nothing would have to.</summary>
    public async Task IsFree(Guid saga)
    {
        await Waits(saga, 0);
        await Sagas.Saga(saga, record => record.BlockedSince is null);
    }

    public async ValueTask DisposeAsync()
    {
        await Sagas.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    private Task<IReadOnlyList<TimerRecord>> Waiting(Guid saga) =>
        Sagas
            .Services.GetRequiredService<ITimerStore>()
            .List(new(saga, TimerPurpose.Waiting, 1_000), CancellationToken.None);
}
