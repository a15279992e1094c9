using Sagas.Messaging.Deliveries;

namespace Sagas.Tests.Messaging;

/// <summary>Many deliveries acknowledged by one word, and none twice: the broker closes a channel that does.</summary>
internal sealed class AcknowledgementsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Test]
    public async Task What_is_alone_at_hand_is_told_at_once()
    {
        var broker = new Broker(1);

        await broker.Acknowledgements.Done(1);

        Assert.That(broker.Words, Is.EqualTo(new[] { (1ul, true) }));
    }

    [Test]
    public async Task What_is_done_together_is_told_by_one_word()
    {
        var broker = new Broker(64);

        await Task.WhenAll(Enumerable.Range(1, 64).Select(one => broker.Acknowledgements.Done((ulong)one)));

        await broker.IsEmpty();
        Assert.That(broker.Words, Is.EqualTo(new[] { (64ul, true) }));
    }

    [Test]
    public async Task One_that_takes_long_keeps_none_behind_it_waiting()
    {
        var broker = new Broker(3);

        await broker.Acknowledgements.Done(2);
        await broker.Acknowledgements.Done(3);
        await broker.Has(left: 1);

        Assert.That(broker.Words, Is.EquivalentTo(new[] { (2ul, false), (3ul, false) }));
        await broker.Acknowledgements.Done(1);
        await broker.IsEmpty();
    }

    [Test]
    public async Task What_is_given_back_is_not_told_as_done()
    {
        var broker = new Broker(2);

        await broker.Acknowledgements.GivenBack(1, () => broker.Tell(1, false).AsTask());
        await broker.Acknowledgements.Done(2);

        await broker.IsEmpty();
        Assert.That(broker.Words, Is.EqualTo(new[] { (1ul, false), (2ul, true) }));
    }

    [Test]
    public async Task What_is_done_after_the_end_is_told_at_once()
    {
        var broker = new Broker(3);

        await broker.Acknowledgements.Done(3);
        await broker.Acknowledgements.End();
        await broker.Acknowledgements.Done(2);

        Assert.That(broker.Words, Is.EqualTo(new[] { (3ul, false), (2ul, false) }));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Each_is_told_once_in_whatever_order_they_are_done(int seed)
    {
        const int Deliveries = 2_000;
        var random = new Random(seed);
        var broker = new Broker(0);

        await Task.WhenAll(
            Enumerable
                .Range(1, Deliveries)
                .Select(async number =>
                {
                    var delivery = broker.HandOut();
                    await Task.Delay(random.Next(20));
                    await (
                        number % 50 == 0
                            ? broker.Acknowledgements.GivenBack(
                                delivery,
                                () => broker.Tell(delivery, false).AsTask()
                            )
                            : broker.Acknowledgements.Done(delivery)
                    );
                })
        );

        await broker.IsEmpty();
        Assert.That(broker.Unknown, Is.Zero);
        Assert.That(broker.Words, Has.Count.LessThan(Deliveries));
    }

    /// <summary>As RabbitMQ takes what it is told.</summary>
    private sealed class Broker
    {
        private readonly HashSet<ulong> _unacknowledged = [];
        private readonly List<(ulong Delivery, bool All)> _words = [];
        private readonly Lock _gate = new();
        private ulong _handedOut;

        public Broker(int deliveries)
        {
            Acknowledgements = new(Tell);
            for (var delivery = 0; delivery < deliveries; delivery++)
            {
                HandOut();
            }
        }

        public Acknowledgements Acknowledgements { get; }

        public IReadOnlyList<(ulong Delivery, bool All)> Words => _words;

        /// <summary>Words for which RabbitMQ would have closed the channel.</summary>
        public int Unknown { get; private set; }

        public ulong HandOut()
        {
            lock (_gate)
            {
                _unacknowledged.Add(++_handedOut);
                Acknowledgements.HandedOut(_handedOut);
                return _handedOut;
            }
        }

        public ValueTask Tell(ulong delivery, bool all)
        {
            lock (_gate)
            {
                _words.Add((delivery, all));
                if (!_unacknowledged.Contains(delivery))
                {
                    Unknown++;
                }

                _unacknowledged.RemoveWhere(one => one == delivery || (all && one < delivery));
            }

            return ValueTask.CompletedTask;
        }

        public Task IsEmpty() => Has(0);

        public Task Has(int left) =>
            Sagas.TestKit.Eventually.Get(
                $"{left} unacknowledged deliveries",
                Patience,
                () => Task.FromResult(_unacknowledged.Count),
                count => count == left
            );
    }
}
