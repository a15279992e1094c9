using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Replays;
using Sagas.Tests.Diagnosis;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Replays;

/// <summary>Where the error queues are in memory only, the index is what is replayed.</summary>
internal sealed class EmbeddedReplayTests
{
    [Test]
    public async Task What_was_mended_is_handled_once_and_its_saga_goes_on()
    {
        await using var shell = await Shell.Start(bus =>
        {
            bus.AddSingleton(new ReplayWorld.Switch { IsBroken = true });
            bus.AddSaga(new DelicateTripSaga());
            bus.AddParticipant(new Participant("hotels", [typeof(ReplayWorld.MendableHotel)], []));
        });
        await shell.Send("trip", new BookTrip("M-1", 3));
        var letters = shell.Services.GetRequiredService<IDeadLetterStore>();
        await Shell.Until(() => letters.List(new(), default), found => found.Count == 1);
        shell.Services.GetRequiredService<ReplayWorld.Switch>().IsBroken = false;

        var replays = shell.Services.GetRequiredService<IReplays>();
        var plan = (
            await replays.Plan(new(new(), ReplayAction.Replay, null, [], [100], 50, "ann", "a test"), default)
        )!;
        await replays.Do(new(NewId.NextGuid(), ReplayDeedKind.Apply, plan.Id, "ann", "a test"), default);

        await shell.Saga(DerivedId.OfSaga("trip", "M-1"), saga => saga.State == "ticket");
        var plans = shell.Services.GetRequiredService<IReplayStore>();
        await Shell.Until(() => plans.Find(plan.Id, default), found => found!.Status == ReplayStatus.Done);
        Assert.That(shell.Signals.All.OfType<BookHotel>().Count(), Is.EqualTo(1));
        var replayed = await letters.List(new(Status: DeadLetterStatus.Replayed), default);
        Assert.That(replayed, Has.Count.EqualTo(1));
    }
}
