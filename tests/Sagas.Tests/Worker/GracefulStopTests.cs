using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sagas.Worker.Hosting;

namespace Sagas.Tests.Worker;

internal sealed class GracefulStopTests
{
    private const int Orders = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task A_worker_that_is_told_to_stop_ends_in_time_with_exit_code_0()
    {
        var app = LiveWorker.Build(LiveWorker.Settings());
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStarted.Register(lifetime.StopApplication);
        Assert.That(
            await StartUp.Run(app, CancellationToken.None).WaitAsync(Patience),
            Is.EqualTo(ExitCode.Fine)
        );
    }

    [Test]
    public async Task Orders_that_were_in_hand_at_a_stop_are_finished_by_the_next_worker()
    {
        var settings = LiveWorker.Settings();
        await using (var first = await LiveWorker.Start(settings))
        {
            await Task.WhenAll(Enumerable.Range(1, Orders).Select(number => Place(first, number)));
        }

        await using var second = await LiveWorker.Start(settings);
        var sagas = await Task.WhenAll(
            Enumerable.Range(1, Orders).Select(number => second.Ended($"stop-{number}"))
        );
        Assert.That(sagas.Select(saga => saga.State), Has.All.EqualTo("Completed"));
    }

    private static async Task Place(LiveWorker worker, int number)
    {
        using var answer = await worker.Place(LiveWorker.Order($"stop-{number}"));
        Assert.That((int)answer.StatusCode, Is.EqualTo(202));
    }
}
