using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sagas.Fulfilment;
using Sagas.Messaging;
using Sagas.Orchestration;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Schema;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage;
using Sagas.TestKit;
using Sagas.TestKit.Services;

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
        var folder = Directory.CreateTempSubdirectory("sagas-deadline-");
        using var host = await Start(broker, Path.Combine(folder.FullName, "sagas.db"));
        var now = TimeProvider.System.GetUtcNow();
        await using (var transaction = host.Services.GetRequiredService<ITransactionFactory>().Begin())
        {
            transaction.Add(Deadline(now));
            await transaction.Commit(null, default);
        }

        await Eventually.Get("its message", Patience, () => broker.Depth(LongQueue), depth => depth == 1);

        var timers = await Eventually.Get(
            "a timer that is due later",
            Patience,
            () => host.Services.GetRequiredService<ITimerStore>().List(new(), default),
            all => all[0].DueAt > now
        );
        Assert.That(timers[0].DueAt, Is.EqualTo(now + TimeSpan.FromMinutes(10)).Within(Patience));
        Assert.That(timers[0].LeasedUntil, Is.Null);
        await host.StopAsync();
        folder.Delete(recursive: true);
    }

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

    private static async Task<IHost> Start(TestBroker broker, string file)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSagasStorage(
            new() { ConnectionString = $"Data Source={file}" },
            FulfilmentCatalogue.Create()
        );
        builder.Services.AddSagasOrchestration(bus =>
        {
            bus.AddSaga(new TripSaga());
            bus.UseSagasRabbitMq(
                new()
                {
                    Host = broker.Host,
                    Port = broker.Port,
                    VirtualHost = broker.VirtualHost,
                }
            );
        });
        var host = builder.Build();
        await host.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        await host.StartAsync();
        return host;
    }
}
