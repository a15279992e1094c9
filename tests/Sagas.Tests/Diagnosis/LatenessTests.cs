using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Lateness;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Diagnosis;

[Parallelizable]
internal sealed class LatenessTests
{
    [TestCase(0.5, 0)]
    [TestCase(1, 0)]
    [TestCase(1.1, 1)]
    [TestCase(1_000, 31)]
    [TestCase(86_400_000, 82)]
    public void A_duration_belongs_to_a_bucket_that_ends_at_most_a_quarter_later(
        double milliseconds,
        int bucket
    )
    {
        var duration = TimeSpan.FromMilliseconds(milliseconds);

        Assert.That(StepTimes.BucketOf(duration), Is.EqualTo(bucket));
        Assert.That(StepTimes.EndOf(bucket), Is.GreaterThanOrEqualTo(duration * 0.999_999));
        Assert.That(
            StepTimes.EndOf(bucket),
            Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(Math.Max(1, milliseconds * 1.26)))
        );
    }

    [Test]
    public void Quantiles_are_told_when_enough_answers_were_seen()
    {
        (int Bucket, long Count)[] histogram = [(10, 90), (20, 9), (30, 1)];

        Assert.That(StepTimes.Quantile(histogram, 0.5), Is.EqualTo(StepTimes.EndOf(10)));
        Assert.That(StepTimes.Quantile(histogram, 0.95), Is.EqualTo(StepTimes.EndOf(20)));
        Assert.That(StepTimes.Quantile(histogram, 1), Is.EqualTo(StepTimes.EndOf(30)));
        Assert.That(StepTimes.Quantile([(10, StepTimes.FewestAnswers - 1)], 0.5), Is.Null);
    }

    [Test]
    public async Task A_saga_that_waits_longer_than_is_usual_is_late_and_another_is_not()
    {
        await using var shell = await Shell.Start(bus =>
        {
            bus.AddSaga(new TripSaga());
            bus.AddParticipant(new Participant("hotels", [typeof(ForgetfulHotel)], []));
            bus.AddParticipant(new Participant("tickets", [typeof(TicketConsumer)], []));
            bus.Configure<LatenessOptions>(options => options.ShortestSeconds = 1);
        });
        var late = shell.Services.GetRequiredService<ILateSagas>();
        await shell.Send("trip", new BookTrip("L-1", ForgetfulHotel.SilentNights));
        await shell.Saga(DerivedId.OfSaga("trip", "L-1"), saga => saga.State == "hotel");
        Assert.That(
            await late.Find(10, null, default),
            Is.Empty,
            "Nothing is known, and its deadline is far away."
        );

        for (var count = 0; count < StepTimes.FewestAnswers; count++)
        {
            await shell.Send("trip", new BookTrip($"L-usual-{count}", 1));
        }

        var found = await Shell.Until(() => late.Find(10, null, default), sagas => sagas.Count > 0);
        Assert.That(found.Select(one => one.Saga.BusinessKey), Is.EqualTo(new[] { "L-1" }));
        Assert.That(found[0].Participants, Is.EqualTo(new[] { "hotels" }));
        Assert.That(found[0].Usual!.Answers, Is.GreaterThanOrEqualTo(StepTimes.FewestAnswers));
        Assert.That(found[0].Waited, Is.GreaterThan(found[0].Limit));
    }
}
