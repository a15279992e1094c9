using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using Sagas.Orchestration;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Tests.Orchestration;

internal sealed class SweepTests
{
    [Test]
    public void One_that_cannot_be_seen_to_keeps_no_other_and_is_told()
    {
        var seen = new List<int>();

        Assert.That(
            () => Chore.SeeTo([1, 2, 3], See),
            Throws.TypeOf<FormatException>().With.Message.EqualTo("two")
        );
        Assert.That(seen, Is.EqualTo(new[] { 1, 3 }));

        Task See(int one)
        {
            if (one == 2)
            {
                throw new FormatException("two");
            }

            seen.Add(one);
            return Task.CompletedTask;
        }
    }

    [Test]
    public void Without_the_database_the_others_are_not_tried()
    {
        var tried = new List<int>();

        Assert.That(
            () =>
                Chore.SeeTo(
                    [1, 2, 3],
                    one =>
                    {
                        tried.Add(one);
                        throw new DatabaseAwayException("away", new TimeoutException());
                    }
                ),
            Throws.TypeOf<DatabaseAwayException>()
        );
        Assert.That(tried, Is.EqualTo(new[] { 1 }));
    }

    private sealed class Chore(IBusControl bus)
        : Sweep(bus, TimeSpan.FromSeconds(1), TimeProvider.System, NullLogger.Instance)
    {
        public static Task SeeTo(IReadOnlyList<int> all, Func<int, Task> see) => Each(all, see);

        protected override Task<bool> Once(CancellationToken cancellationToken) => Task.FromResult(false);
    }
}
