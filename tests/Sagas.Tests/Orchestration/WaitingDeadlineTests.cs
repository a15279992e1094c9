using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Schema;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.TestKit;
using Sagas.TestKit.Services;
using Sagas.Tests.Diagnosis;

namespace Sagas.Tests.Orchestration;

/// <summary>A deadline's message stands in a queue, behind others that the saga has to see first.</summary>
internal sealed class WaitingDeadlineTests
{
    private const string LongQueue = "long";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task It_is_sent_once_and_again_after_ten_minutes_only()
    {
        await using var broker = await TestBroker.Create();
        await using var database = await TestPostgres.Create();
        await using (var first = await BrokerShell.Start(database, broker, Trips, runs: false))
        {
            await first.Services.GetRequiredService<ISchema>().Migrate(default);
        }

        await using var shell = await BrokerShell.Start(database, broker, Trips);
        var now = TimeProvider.System.GetUtcNow();
        await using (var transaction = shell.Services.GetRequiredService<ITransactionFactory>().Begin())
        {
            transaction.Add(Deadline(now));
            await transaction.Commit(null, default);
        }

        await Eventually.Get("its message", Patience, () => broker.Depth(LongQueue), depth => depth == 1);

        var timers = await Eventually.Get(
            "a timer that is due later",
            Patience,
            () => shell.Services.GetRequiredService<ITimerStore>().List(new(), default),
            all => all[0].DueAt > now
        );
        Assert.That(timers[0].DueAt, Is.EqualTo(now + TimeSpan.FromMinutes(10)).Within(Patience));
        Assert.That(timers[0].LeasedUntil, Is.Null);
    }

    private static void Trips(IBusRegistrationConfigurator bus) => bus.AddSaga(new TripSaga());

    private static TimerRecord Deadline(DateTimeOffset due) =>
        new()
        {
            Token = NewId.NextGuid(),
            IsOwned = true,
            Purpose = TimerPurpose.StepDeadline,
            SagaType = "trip",
            SagaId = NewId.NextGuid(),
            Name = "hotel",
            DueAt = due,
            Destination = $"queue:{LongQueue}",
            ContentType = "",
            Body = "",
            Metadata = "",
        };
}
