using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sagas.Core.Definitions;
using Sagas.Orchestration;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Clocks;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Conformance;

/// <summary>
/// The real machines in their whole shell: bus, retries, unit of work, repository, inbox, outbox and timers, on SQLite. Nothing
/// happens by itself: timers fire, and lost messages come again, when a test lets them.
/// </summary>
internal sealed class MachineHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Nothing is killed here, so the file need not reach a disk.</summary>
    private static readonly string Folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private readonly Shell _shell;
    private readonly CommitLog _commits;
    private readonly IBus _bus;
    private readonly ISagaOperator _operator;
    private readonly TimerSender _timers;
    private readonly TimeProvider _time;

    private MachineHost(Shell shell, CommitLog commits)
    {
        _shell = shell;
        _commits = commits;
        _bus = shell.Services.GetRequiredService<IBus>();
        _operator = shell.Services.GetRequiredService<ISagaOperator>();
        _timers = shell.Services.GetRequiredService<TimerSender>();
        _time = shell.Services.GetRequiredService<TimeProvider>();
        _bus.ConnectReceiveObserver(commits);
    }

    public Shell Shell => _shell;

    public static async Task<MachineHost> Start(Action<IBusRegistrationConfigurator> sagas)
    {
        var commits = new CommitLog();
        var shell = await Shell.Start(
            Path.Combine(Folder, $"sagas-{NewId.Next():N}.db"),
            bus =>
            {
                sagas(bus);
                // Dead letters are asked for here, and their stacks would be all that is seen.
                bus.AddLogging(logging => logging.ClearProviders());
                Remove<TimerSweeper>(bus);
                Remove<RecoverySweep>(bus);
                Remove<HoldSweep>(bus);
                Remove<OutboxSweeper>(bus);
                Remove<ClockSweep>(bus);
                var real = bus.Single(service => service.ServiceType == typeof(ITransactionFactory));
                bus.Replace(
                    ServiceDescriptor.Singleton<ITransactionFactory>(services => new CommitRecorder(
                        (ITransactionFactory)
                            ActivatorUtilities.CreateInstance(services, real.ImplementationType!),
                        commits.Keep
                    ))
                );
            }
        );
        return new(shell, commits);
    }

    /// <summary>From now on commands stay in the outbox: what is compared is there, and sending them is half of the work.</summary>
    public void Hold(ISagaPlan plan)
    {
        var held = _shell.Services.GetRequiredService<HeldNow>();
        held.Holds =
        [
            .. held.Holds,
            new()
            {
                Id = NewId.NextGuid(),
                Scope = HoldScope.SagaType,
                Name = plan.Name,
                By = "ann",
                Reason = "a test",
                At = _time.GetUtcNow(),
            },
        ];
    }

    public async Task<Outcome> Give(ISagaPlan plan, CommittedLines lines, Delivery delivery)
    {
        var from = _time.GetUtcNow();
        var (verdict, found) = delivery is Delivery.Deed deed
            ? await Do(deed.Request)
            : await Send(plan, delivery);
        return new(verdict, [.. found.SelectMany(lines.Of)])
        {
            Due = found
                .SelectMany(commit => commit.Timers)
                .ToDictionary(timer => timer.Token, timer => timer.DueAt),
            Window = (from, _time.GetUtcNow()),
        };
    }

    /// <summary>What the machine committed because of a delivery.</summary>
    public async Task<IReadOnlyList<Commit>> Commits(ISagaPlan plan, Delivery delivery) =>
        (delivery is Delivery.Deed deed ? await Do(deed.Request) : await Send(plan, delivery)).Item2;

    public ValueTask DisposeAsync() => _shell.DisposeAsync();

    private async Task<(string, IReadOnlyList<Commit>)> Do(OperatorRequest request)
    {
        var outcome = await _operator.Apply(request, CancellationToken.None);
        return ($"{(outcome.IsDone ? "done" : "refused")}: {outcome.Text}", _commits.Take(request.RequestId));
    }

    private async Task<(string, IReadOnlyList<Commit>)> Send(ISagaPlan plan, Delivery delivery)
    {
        var end = _commits.Await(delivery.Id);
        if (delivery is Delivery.Message message)
        {
            var endpoint = await _bus.GetSendEndpoint(Address.OfSaga(plan.Name));
            await endpoint.Send(
                message.Body,
                message.Body.GetType(),
                context => context.MessageId = delivery.Id
            );
        }
        else if (!await _timers.Send(_commits.Timer(delivery.Id), CancellationToken.None))
        {
            throw new InvalidOperationException($"The timer {delivery.Id} could not be sent.");
        }

        var failure = await end.WaitAsync(Patience);
        return Judge(failure, delivery.Id, _commits.Take(delivery.Id));
    }

    private static (string, IReadOnlyList<Commit>) Judge(
        Exception? failure,
        Guid id,
        IReadOnlyList<Commit> found
    )
    {
        if (failure is not null)
        {
            return ($"dead: {failure.GetType().Name}: {failure.Message}", found);
        }

        return found switch
        {
            [] => ("a repetition", found),
            [{ Key: null, Timers: [{ Purpose: TimerPurpose.Redelivery }] }] => (
                "missing: it comes again later",
                []
            ),
            [{ Key.MessageId: var consumed }] when consumed == id => ("applied", found),
            _ => ($"{found.Count} transactions", found),
        };
    }

    private static void Remove<TService>(IServiceCollection services)
        where TService : IHostedService =>
        services.Remove(services.Single(service => service.ImplementationType == typeof(TService)));

    /// <summary>What was committed, by what caused it, and which deliveries have come to their end.</summary>
    private sealed class CommitLog : IReceiveObserver
    {
        private readonly ConcurrentDictionary<Guid, ConcurrentQueue<Commit>> _commits = new();
        private readonly ConcurrentDictionary<Guid, TimerRecord> _timers = new();
        private readonly ConcurrentDictionary<Guid, TaskCompletionSource<Exception?>> _ends = new();
        private readonly ConcurrentDictionary<Guid, Exception> _faults = new();

        public void Keep(Commit commit)
        {
            var causes = commit
                .Entries.Select(entry => entry.Cause)
                .Concat(commit.Deeds.Select(deed => deed.RequestId))
                .Concat(commit.Timers.Where(timer => !timer.IsOwned).Select(CauseOf))
                .Concat(commit.Key is null ? [] : [commit.Key.MessageId]);
            foreach (var cause in causes.Distinct())
            {
                _commits.GetOrAdd(cause, _ => []).Enqueue(commit);
            }

            foreach (var timer in commit.Timers)
            {
                _timers[timer.Token] = timer;
            }
        }

        public IReadOnlyList<Commit> Take(Guid cause) =>
            _commits.TryRemove(cause, out var commits) ? [.. commits] : [];

        public TimerRecord Timer(Guid token) => _timers[token];

        public Task<Exception?> Await(Guid message) =>
            (
                _ends[message] = new TaskCompletionSource<Exception?>(
                    TaskCreationOptions.RunContinuationsAsynchronously
                )
            ).Task;

        public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostReceive(ReceiveContext context) => End(context, null);

        public Task ReceiveFault(ReceiveContext context, Exception exception) => End(context, exception);

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
            where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(
            ConsumeContext<T> context,
            TimeSpan duration,
            string consumerType,
            Exception exception
        )
            where T : class
        {
            if (context.MessageId is { } id)
            {
                _faults[id] = exception;
            }

            return Task.CompletedTask;
        }

        private Task End(ReceiveContext context, Exception? failure)
        {
            if (context.GetMessageId() is { } id && _ends.TryRemove(id, out var end))
            {
                _faults.TryRemove(id, out var fault);
                end.TrySetResult(failure ?? fault);
            }

            return Task.CompletedTask;
        }

        private static Guid CauseOf(TimerRecord timer) =>
            Envelope.Read(timer.Metadata).MessageId ?? timer.Token;
    }
}
