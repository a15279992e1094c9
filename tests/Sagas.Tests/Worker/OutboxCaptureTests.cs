using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Outbox;
using Sagas.Tests.Orchestration;
using Sagas.Worker.Hosting;
using Sagas.Worker.Startup;

namespace Sagas.Tests.Worker;

internal sealed class OutboxCaptureTests
{
    [Test]
    public async Task What_is_sent_lands_in_the_outbox_and_the_proof_leaves_nothing_there()
    {
        await using var shell = await Shell.Start(_ => { });
        await OutboxCapture.Check(shell.Services, CancellationToken.None);
        var lag = await shell.Services.GetRequiredService<IOutboxStore>().Measure(CancellationToken.None);
        Assert.That(lag.Count, Is.Zero);
    }

    [Test]
    public async Task A_publish_that_passes_the_outbox_by_is_refused()
    {
        await using var shell = await Shell.Start(bus =>
            bus.AddScoped<IPublishEndpoint>(provider => provider.GetRequiredService<IBus>())
        );
        Assert.That(() => OutboxCapture.Check(shell.Services, default), Refuses("publish"));
    }

    [Test]
    public async Task A_send_that_passes_the_outbox_by_is_refused()
    {
        await using var shell = await Shell.Start(bus =>
            bus.AddScoped<ISendEndpointProvider>(provider => provider.GetRequiredService<IBus>())
        );
        Assert.That(() => OutboxCapture.Check(shell.Services, default), Refuses("send"));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refuses(string leak) =>
        Throws
            .TypeOf<StartUpException>()
            .With.Message.StartsWith($"What this host means to {leak} does not land in the outbox");
}
