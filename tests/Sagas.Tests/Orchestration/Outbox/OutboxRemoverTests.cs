using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Sagas.Orchestration.Outbox;

namespace Sagas.Tests.Orchestration.Outbox;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OutboxRemoverTests
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly SentMessages _sent = new();
    private readonly Removals _store = new();

    [Test]
    public async Task What_nobody_takes_along_is_removed()
    {
        using var remover = await Start();
        await Add(3);

        await Pass(Round);

        Assert.That(_store.Removed, Has.Count.EqualTo(3));
        await remover.StopAsync(default);
    }

    [Test]
    public async Task While_transactions_take_some_along_the_rest_is_left_to_them()
    {
        using var remover = await Start();
        for (var round = 0; round < 3; round++)
        {
            await Add(3);
            await Task.Delay(Settle);
            Assert.That(_sent.Take(2), Has.Count.EqualTo(2));
            await Pass(Round);
        }

        Assert.That(_store.Removed, Is.Empty);

        await Pass(Round);
        Assert.That(_store.Removed, Has.Count.EqualTo(3), "nobody took any meanwhile");
        await remover.StopAsync(default);
    }

    [Test]
    public async Task More_than_transactions_take_along_are_removed()
    {
        using var remover = await Start();
        await Add(1_500);
        await Task.Delay(Settle);
        Assert.That(_sent.Take(256), Has.Count.EqualTo(256));

        await Pass(Round);

        Assert.That(_store.Removed, Has.Count.EqualTo(1_500 - 256));
        await remover.StopAsync(default);
    }

    private async Task<OutboxRemover> Start()
    {
        var remover = new OutboxRemover(
            _sent,
            _store,
            Options.Create(new OutboxOptions()),
            _time,
            NullLogger<OutboxRemover>.Instance
        );
        await remover.StartAsync(default);
        return remover;
    }

    private async Task Add(int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            await _sent.Add(Guid.CreateVersion7());
        }
    }

    /// <summary>The remover goes on in the background: it is given the time to.</summary>
    private async Task Pass(TimeSpan time)
    {
        await Task.Delay(Settle);
        _time.Advance(time);
        await Task.Delay(Settle);
    }

    private sealed class Removals : IOutboxStore
    {
        private readonly List<Guid> _removed = [];

        public IReadOnlyList<Guid> Removed
        {
            get
            {
                lock (_removed)
                {
                    return [.. _removed];
                }
            }
        }

        public Task Remove(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
        {
            lock (_removed)
            {
                _removed.AddRange(ids);
            }

            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<OutboxRecord>> Claim(
            int limit,
            TimeSpan lease,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public Task ReleaseAll(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<OutboxLag> Measure(CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
