using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Messaging;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.Schema;
using Sagas.TestKit.Services;
using Sagas.Tests.Diagnosis;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Replays;

/// <summary>A saga and a hotel that can be broken and mended, on a real broker and PostgreSQL.</summary>
internal sealed class ReplayWorld : IAsyncDisposable
{
    public const string Errors = "hotels_error";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestPostgres _database;

    private ReplayWorld(TestPostgres database, TestBroker broker, BrokerShell shell)
    {
        _database = database;
        Broker = broker;
        Shell = shell;
    }

    public TestBroker Broker { get; }

    public BrokerShell Shell { get; }

    public Switch Hotel => Shell.Services.GetRequiredService<Switch>();

    public IDeadLetterStore Letters => Shell.Services.GetRequiredService<IDeadLetterStore>();

    public IReplayStore Plans => Shell.Services.GetRequiredService<IReplayStore>();

    public IReplayLetters OnTheirWay => Shell.Services.GetRequiredService<IReplayLetters>();

    public static async Task<ReplayWorld> Start(Action<IBusRegistrationConfigurator>? more = null)
    {
        var (database, broker) = (await TestPostgres.Create(), await TestBroker.Create());
        await using (var first = await BrokerShell.Start(database, broker, Register, runs: false))
        {
            await first.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        }

        var shell = await BrokerShell.Start(database, broker, Register);
        await shell
            .Services.GetRequiredService<ErrorPaths>()
            .Declare(
                shell.Services.GetRequiredService<IBus>(),
                new()
                {
                    Host = broker.Host,
                    Port = broker.Port,
                    VirtualHost = broker.VirtualHost,
                },
                CancellationToken.None
            );
        return new(database, broker, shell);

        void Register(IBusRegistrationConfigurator bus)
        {
            bus.AddSingleton(new Switch { IsBroken = true });
            bus.AddSaga(new DelicateTripSaga());
            bus.AddParticipant(new Participant("hotels", [typeof(MendableHotel)], []));
            more?.Invoke(bus);
        }
    }

    /// <summary>The same hotel, in order, at another queue.</summary>
    public static Task<BrokerShell> StartHotel(ReplayWorld world, string queue) =>
        BrokerShell.Start(
            world._database,
            world.Broker,
            bus =>
            {
                bus.AddSingleton(new Switch());
                bus.AddDesk(new DelicateTripSaga());
                bus.AddParticipant(new Participant(queue, [typeof(MendableHotel)], []));
            }
        );

    /// <summary>Books trips whose hotel command dies.</summary>
    public async Task<IReadOnlyList<Guid>> Bury(params string[] keys)
    {
        var ids = keys.Select(key => DerivedId.OfSaga("trip", key)).ToList();
        foreach (var key in keys)
        {
            await Shell.Send("trip", new BookTrip(key, 3));
        }

        await Eventually(new(), letters => ids.All(id => letters.Any(letter => letter.SagaId == id)));
        await TestKit.Eventually.Get(
            "letters in their queue",
            Patience,
            () => Broker.Depth(Errors),
            depth => depth >= keys.Length
        );
        return ids;
    }

    public Task<IReadOnlyList<DeadLetterRecord>> Eventually(
        DeadLetterFilter filter,
        Func<IReadOnlyList<DeadLetterRecord>, bool> isRight
    ) =>
        TestKit.Eventually.Get(
            "the index to follow",
            Patience,
            () => Letters.List(filter, CancellationToken.None),
            isRight
        );

    public async Task<ReplayPlanRecord> Plan(
        ReplayAction action = ReplayAction.Replay,
        string? target = null,
        DeadLetterFilter? filter = null,
        int perSecond = 1_000,
        params ReplayVerdict[] verdicts
    ) =>
        (
            await Shell
                .Services.GetRequiredService<IReplays>()
                .Plan(
                    new(
                        filter ?? new(Limit: 1_000),
                        action,
                        target,
                        verdicts,
                        [1, 5, 25, 100],
                        perSecond,
                        "ann",
                        "a test"
                    ),
                    CancellationToken.None
                )
        )!;

    public Task<OperatorOutcome> Do(ReplayDeedKind kind, Guid plan, string? second = null) =>
        Shell
            .Services.GetRequiredService<IReplays>()
            .Do(new(NewId.NextGuid(), kind, plan, "ann", "a test", second), CancellationToken.None);

    /// <summary>Begins with a plan, and waits until it stands so.</summary>
    public async Task<ReplayPlanRecord> Apply(
        ReplayPlanRecord plan,
        ReplayStatus until = ReplayStatus.Done,
        ReplayDeedKind kind = ReplayDeedKind.Apply
    )
    {
        var outcome = await Do(kind, plan.Id);
        Assert.That(outcome.IsDone, Is.True, outcome.Text);
        return await Stands(plan, until);
    }

    public async Task<ReplayPlanRecord> Stands(ReplayPlanRecord plan, ReplayStatus status) =>
        (
            await TestKit.Eventually.Get(
                $"a plan that is {status}",
                Patience,
                () => Plans.Find(plan.Id, CancellationToken.None),
                found => found!.Status == status
            )
        )!;

    public Task<IReadOnlyList<ReplayItemRecord>> Items(ReplayPlanRecord plan) =>
        Plans.Items(new(plan.Id, Limit: 1_000), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Shell.DisposeAsync();
        await Broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    public sealed class Switch
    {
        public bool IsBroken { get; set; }
    }

    /// <summary>Fails for good while it is broken.</summary>
    internal sealed class MendableHotel(Switch hotel, Signals signals) : IConsumer<BookHotel>
    {
        public Task Consume(ConsumeContext<BookHotel> context)
        {
            if (hotel.IsBroken)
            {
                throw new KeyConflictException("hotel", "no such hotel");
            }

            signals.Saw(context.Message);
            return context.Publish(new HotelBooked(context.Message.TripId, context.Message.Key));
        }
    }
}
