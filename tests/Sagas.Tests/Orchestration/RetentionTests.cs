using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Retention;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Tests.Orchestration;

/// <summary>Sagas that ended long ago, and how a host forgets them.</summary>
public sealed class RetentionTests
{
    private static readonly Guid Old = DerivedId.OfSaga("trip", "T-old");
    private static readonly Guid Recent = DerivedId.OfSaga("trip", "T-recent");

    [Test]
    public async Task What_ended_longer_ago_than_the_retention_is_forgotten()
    {
        var file = Path.Combine(Path.GetTempPath(), $"sagas-{NewId.Next():N}.db");
        await using (var first = await Shell.Start(file, Trips, keepFile: true))
        {
            await End(first);
            await Age(first, Old, TimeSpan.FromDays(31));
        }

        await using var second = await Shell.Start(
            file,
            bus =>
            {
                Trips(bus);
                bus.Configure<RetentionOptions>(options => options.EndedDays = 30);
            }
        );

        await Shell.Until(() => second.Reader.Find(Old, default), found => found.Count == 0);
        Assert.That(await second.Reader.History("trip", Old, default), Is.Empty);
        Assert.That(await second.Reader.Find(Recent, default), Has.Count.EqualTo(1));
        Assert.That(await second.Reader.History("trip", Recent, default), Has.Count.EqualTo(3));
    }

    private static void Trips(IBusRegistrationConfigurator bus)
    {
        bus.AddSaga(new TripSaga());
        bus.AddParticipant(new Participant("hotels", [typeof(HotelConsumer)], []));
        bus.AddParticipant(new Participant("tickets", [typeof(TicketConsumer)], []));
    }

    private static async Task End(Shell shell)
    {
        await shell.Send("trip", new BookTrip("T-old", 3));
        await shell.Send("trip", new BookTrip("T-recent", 3));
        await shell.Saga(Old, saga => saga.EndedAt is not null);
        await shell.Saga(Recent, saga => saga.EndedAt is not null);
        await shell.EmptyOutbox();
    }

    private static async Task Age(Shell shell, Guid id, TimeSpan by)
    {
        await using var transaction = shell.Services.GetRequiredService<ITransactionFactory>().Begin();
        var saga = (await transaction.FindSaga("trip", id, default))!;
        saga.EndedAt -= by;
        await transaction.Commit(null, default);
    }
}
