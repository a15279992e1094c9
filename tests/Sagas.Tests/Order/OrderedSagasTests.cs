using MassTransit;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Order;

/// <summary>For which dead letters the later messages of a saga wait.</summary>
internal sealed class OrderedSagasTests
{
    [TestCase(typeof(HotelBooked), true)]
    [TestCase(typeof(BookTrip), false)]
    [TestCase(typeof(StepDeadline), false)]
    [TestCase(typeof(SagaDeadline), false)]
    [TestCase(typeof(StepReminder), false)]
    [TestCase(typeof(CancelSaga), false)]
    public void Nothing_waits_for_time_for_people_or_for_another_start(Type message, bool isWaitedFor)
    {
        var desks = new SagaDesks();
        desks.Add(new SagaDesk<Trip>(new TripSaga()));
        var type = MessageUrn.ForTypeString(message)["urn:message:".Length..];

        Assert.That(
            new OrderedSagas(desks, new SagaTypeNames()).WaitFor(Saga("trip"), type),
            Is.EqualTo(isWaitedFor)
        );
    }

    [Test]
    public void A_saga_that_compensates_and_one_that_is_not_known_keep_no_order()
    {
        var names = new SagaTypeNames();
        names.Add(typeof(Tour), "tour");
        var ordered = new OrderedSagas(new SagaDesks(), names);

        Assert.That(ordered.Keep(Saga("tour")), Is.True);
        Assert.That(ordered.Keep(Saga("tour", "too long")), Is.False);
        Assert.That(ordered.Keep(Saga("parking")), Is.False);
    }

    private static SagaRecord Saga(string type, string? reason = null) =>
        new()
        {
            Type = type,
            Id = NewId.NextGuid(),
            State = "hotel",
            Version = 1,
            Reason = reason,
            Data = "{}",
            StartedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };
}
