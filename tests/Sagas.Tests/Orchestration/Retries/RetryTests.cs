using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Retries;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Tests.Orchestration.Retries;

/// <summary>The sail's policy: once more in memory, then later twice.</summary>
[Parallelizable]
public sealed class RetryTests
{
    private static void Ferries(IBusRegistrationConfigurator bus)
    {
        bus.AddSingleton<Attempts>();
        bus.AddSingleton<ErrorQueue>();
        bus.AddReceiveObserver(provider => provider.GetRequiredService<ErrorQueue>());
        bus.AddSaga(new FerrySaga());
        bus.AddParticipant(new Participant("ferries", [typeof(FerryConsumer)], []));
    }

    [Test]
    public async Task What_fails_once_succeeds_in_memory_and_leaves_no_timer()
    {
        await using var shell = await Shell.Start(Ferries);

        await shell.Send("ferry", new BookFerry("F-1", "1"));
        await shell.Saga(DerivedId.OfSaga("ferry", "F-1"), saga => saga.State == "Completed");

        Assert.That(Tried(shell), Has.Count.EqualTo(2));
        Assert.That(Tried(shell).Last().Headers, Does.Not.ContainKey(RetryHeaders.Redeliveries));
        Assert.That(await Timers(shell), Is.Empty);
    }

    [Test]
    public async Task What_keeps_failing_comes_again_from_the_timers_as_the_same_message()
    {
        await using var shell = await Shell.Start(Ferries);
        var id = DerivedId.OfSaga("ferry", "F-2");

        await shell.Send("ferry", new BookFerry("F-2", "4"));
        var timer = (await Shell.Until(() => Timers(shell), timers => timers.Count == 1))[0];
        await shell.Saga(id, saga => saga.State == "Completed");

        var attempts = Tried(shell).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(timer.SagaType, Is.EqualTo("ferry"));
            Assert.That(timer.SagaId, Is.EqualTo(id));
            Assert.That(timer.Name, Is.EqualTo(nameof(Sail)));
            Assert.That(
                attempts,
                Has.Count.EqualTo(5),
                "two for each of the first two deliveries, one for the third"
            );
            Assert.That(attempts.Select(attempt => attempt.MessageId).Distinct().Count(), Is.EqualTo(1));
            Assert.That(attempts.Select(attempt => attempt.CorrelationId), Has.All.EqualTo(id));
            Assert.That(
                attempts.Select(attempt =>
                    attempt.Headers.GetValueOrDefault(RetryHeaders.Redeliveries)?.ToString()
                ),
                Is.EqualTo(new[] { null, null, "1", "1", "2" })
            );
            Assert.That(
                attempts
                    .Skip(2)
                    .Select(attempt => attempt.Headers[RetryHeaders.FirstAttemptAt].ToString())
                    .Distinct()
                    .Count(),
                Is.EqualTo(1)
            );
        });
        Assert.That(shell.Signals.All.OfType<Sail>().Count(), Is.EqualTo(1));
        await Shell.Until(() => Timers(shell), timers => timers.Count == 0);
        await shell.EmptyOutbox();
    }

    [Test]
    public async Task What_fails_for_good_is_a_dead_letter_with_its_reason()
    {
        await using var shell = await Shell.Start(Ferries);

        await shell.Send("ferry", new BookFerry("F-3", "1000"));

        var failure = await shell.Services.GetRequiredService<ErrorQueue>().First;
        Assert.That(failure, Is.TypeOf<StormException>());
        Assert.That(Tried(shell), Has.Count.EqualTo(6));
        await Shell.Until(() => Timers(shell), timers => timers.Count == 0);
    }

    [Test]
    public async Task What_is_never_retried_is_a_dead_letter_at_once()
    {
        await using var shell = await Shell.Start(Ferries);

        await shell.Send("ferry", new BookFerry("F-4", "wreck"));

        var failure = await shell.Services.GetRequiredService<ErrorQueue>().First;
        Assert.That(failure, Is.TypeOf<ShipwreckException>());
        Assert.That(Tried(shell), Has.Count.EqualTo(1));
    }

    /// <summary>As a dead letter it would be handled by its redelivery, and rest among the dead all the same.</summary>
    [Test]
    public async Task What_cannot_be_put_off_at_first_is_put_off_and_no_dead_letter()
    {
        await using var shell = await Shell.Start(bus =>
        {
            Ferries(bus);
            bus.Decorate(inner => new FailingRedeliveries(inner, times: 1));
        });

        await shell.Send("ferry", new BookFerry("F-6", "3"));
        await shell.Saga(DerivedId.OfSaga("ferry", "F-6"), saga => saga.State == "Completed");

        var failing = (FailingRedeliveries)shell.Services.GetRequiredService<ITransactionFactory>();
        Assert.That(failing.Left, Is.Zero, "storing did not fail");
        Assert.That(shell.Services.GetRequiredService<ErrorQueue>().IsEmpty, Is.True);
        Assert.That(Tried(shell), Has.Count.EqualTo(4));
    }

    /// <summary>The host stops while a message waits for its redelivery, and another one goes on.</summary>
    [Test]
    public async Task A_redelivery_survives_its_host()
    {
        var file = Path.Combine(Path.GetTempPath(), $"sagas-{NewId.Next():N}.db");
        var id = DerivedId.OfSaga("ferry", "F-5");
        await using (var first = await Shell.Start(file, Ferries, keepFile: true))
        {
            await first.Send("ferry", new BookFerry("F-5", "1000"));
            await Shell.Until(() => Timers(first), timers => timers.Count == 1);
        }

        await using var second = await Shell.Start(
            file,
            bus =>
            {
                Ferries(bus);
                bus.AddSingleton<FairWeather>();
                bus.AddConsumeObserver(provider => provider.GetRequiredService<FairWeather>());
            }
        );
        var saga = await second.Saga(id, _ => true);
        Assert.That(
            await second.Services.GetRequiredService<FairWeather>().Redelivered,
            Is.EqualTo(
                DerivedId.Dated(DerivedId.OfMessage(id, 1, 0), saga.StartedAt.ToUnixTimeMilliseconds())
            )
        );
    }

    private static IReadOnlyCollection<(
        Guid? MessageId,
        Guid? CorrelationId,
        Dictionary<string, object> Headers
    )> Tried(Shell shell) => shell.Services.GetRequiredService<Attempts>().All;

    private static Task<IReadOnlyList<TimerRecord>> Timers(Shell shell) =>
        shell
            .Services.GetRequiredService<ITimerStore>()
            .List(new TimerFilter(Purpose: TimerPurpose.Redelivery), CancellationToken.None);

    /// <summary>Sees the first message that was redelivered.</summary>
    private sealed class FairWeather : IConsumeObserver
    {
        private readonly TaskCompletionSource<Guid?> _seen = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public Task<Guid?> Redelivered => _seen.Task.WaitAsync(TimeSpan.FromSeconds(20));

        public Task PreConsume<T>(ConsumeContext<T> context)
            where T : class
        {
            if (context.ReceiveContext.TransportHeaders.TryGetHeader(RetryHeaders.Redeliveries, out _))
            {
                _seen.TrySetResult(context.MessageId);
            }

            return Task.CompletedTask;
        }

        public Task PostConsume<T>(ConsumeContext<T> context)
            where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
