using Sagas.Orchestration.Order;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Order;

/// <summary>How far the waiting goes.</summary>
internal sealed class OrderLimitTests
{
    [Test]
    public async Task Beyond_the_number_that_may_wait_a_message_is_a_dead_letter_and_keeps_its_place_as_well()
    {
        await using var guide = await TourGuide.Start(mostWaiting: 1);
        guide.Doors.Close(1);
        var tour = await guide.Begin();
        var first = await guide.VisitInVain(tour, 1);
        await guide.VisitAndWait(tour, 2);

        var third = await guide.VisitInVain(tour, 3);
        Assert.That(third.Exception, Is.EqualTo(TooManyWaitingException.Name));
        Assert.That(
            third.Reason,
            Does.StartWith($"1 messages of the tour {tour} wait already, behind the dead letter {first.Id}.")
        );

        guide.Doors.Open(1);
        await guide.MoveBack();
        await guide.Visits(tour, 1, 2);
        await guide.VisitAndWait(tour, 4);
        await guide.MoveBack();
        await guide.Visits(tour, 1, 2, 3, 4);
    }

    [Test]
    public async Task A_saga_that_does_not_care_goes_on()
    {
        await using var guide = await TourGuide.Start(keepsOrder: false);
        guide.Doors.Close(1);
        var tour = await guide.Begin();
        await guide.VisitInVain(tour, 1);

        await guide.Visit(tour, 2);

        await guide.Visits(tour, 2);
        Assert.That((await guide.Dead(tour)).Single().Blocks, Is.False);
        await guide.Sagas.Saga(tour, saga => saga.BlockedSince is null);
    }
}
