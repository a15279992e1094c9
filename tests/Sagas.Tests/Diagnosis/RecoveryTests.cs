using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Schema;
using Sagas.TestKit;
using Sagas.TestKit.Services;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Diagnosis;

/// <summary>What workers ask for again by themselves, on a real broker.</summary>
[Parallelizable]
internal sealed class RecoveryTests
{
    private const string Hotels = "hotels";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private TestPostgres _database = null!;
    private TestBroker _broker = null!;

    [SetUp]
    public async Task Create()
    {
        (_database, _broker) = (await TestPostgres.Create(), await TestBroker.Create());
        await using var shell = await BrokerShell.Start(_database, _broker, _ => { }, runs: false);
        await shell.Services.GetRequiredService<ISchema>().Migrate(default);
    }

    [TearDown]
    public async Task Drop()
    {
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task A_lost_command_is_asked_for_again_behind_more_that_are_dead_than_are_read_at_once()
    {
        await using (var sagas = await Start(Trips))
        {
            await using (var hotel = await Start(RefusedHotel))
            {
                var dead = await Book(sagas, "R-1");
                await Eventually.Get(
                    "a dead letter",
                    Patience,
                    () => hotel.Services.GetRequiredService<IDeadLetterStore>().List(new(), default),
                    letters => letters is [var letter] && letter.SagaId == dead
                );
            }

            await Book(sagas, "R-2");
            await Eventually.Get("a command", Patience, () => _broker.Depth(Hotels), depth => depth == 1);
            await _broker.Purge(Hotels);
        }

        await using var next = await Start(bus =>
        {
            Trips(bus);
            bus.Configure<LatenessOptions>(options =>
                (options.DefaultSeconds, options.RecoveredAtOnce) = (1, 1)
            );
        });
        await Eventually.Get(
            "the command once more",
            Patience,
            () => _broker.Depth(Hotels),
            depth => depth == 1
        );
    }

    private static void Trips(IBusRegistrationConfigurator bus) =>
        bus.AddSaga(new DelicateTripSaga(hasDeadline: false));

    private static void RefusedHotel(IBusRegistrationConfigurator bus)
    {
        bus.AddDesk(new DelicateTripSaga(hasDeadline: false));
        bus.AddParticipant(new Participant(Hotels, [typeof(RefusingHotel)], []));
    }

    private static async Task<Guid> Book(BrokerShell sagas, string key)
    {
        var id = DerivedId.OfSaga("trip", key);
        await sagas.Send("trip", new BookTrip(key, 3));
        await sagas.Saga(id, saga => saga.State == "hotel");
        return id;
    }

    private Task<BrokerShell> Start(Action<IBusRegistrationConfigurator> configure) =>
        BrokerShell.Start(_database, _broker, configure);
}
