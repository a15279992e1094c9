using Sagas.Core.Decisions;

namespace Sagas.Tests.Core;

internal sealed class StartTests
{
    [Test]
    public void A_start_announces_the_saga_and_asks_the_first_step()
    {
        var player = SagaPlayer.Of("flight~ hotel", "start");
        var effects = player.Effects.Select(made => made.Effect).ToList();

        Assert.That(effects, Has.Count.EqualTo(3));
        Assert.That(((Effect.Publish)effects[0]).Message, Is.EqualTo(new SailSet(player.Id)));
        Assert.That(((Effect.Send)effects[1]).Participant, Is.EqualTo("flights"));
        Assert.That(((Effect.Send)effects[1]).Step, Is.EqualTo("flight"));
        Assert.That(((Effect.SetTimer)effects[2]).After, Is.EqualTo(TimeSpan.FromMinutes(1)));
        Assert.That(player.Saga.Data, Is.EqualTo(new Voyage(player.Id, 7, "")));
    }

    [Test]
    public void A_saga_without_an_announcement_starts_all_the_same()
    {
        var plan = new QuietSaga().Plan;

        var decision = Decider.Decide(
            plan,
            Saga<Voyage>.NotStarted(Guid.Empty),
            new Input.Start(new SetSail("k", 1), "print")
        );

        Assert.That(((Decision<Voyage>.Accepted)decision).Effects, Has.One.InstanceOf<Effect.Send>());
        Assert.That(plan.EventTypes, Is.EqualTo(new[] { typeof(VoyageEnded), typeof(VoyageUndone) }));
    }

    [Test]
    public void The_same_start_again_is_ignored()
    {
        var player = SagaPlayer.Of("flight", "start");

        var decision = player.Play("start");

        Assert.That(decision.Entry.Kind, Is.EqualTo(EntryKind.Ignored));
        Assert.That(decision.Entry.Detail, Is.EqualTo("The saga was started by this message already."));
        Assert.That(decision.Effects, Is.Empty);
    }

    [TestCase("start")]
    [TestCase("start", "flight done")]
    public void Another_payload_under_the_same_key_is_a_conflict(params string[] before)
    {
        var player = SagaPlayer.Of("flight", before);

        var rejected = (Decision<Voyage>.Rejected)player.Give(player.InputOf("conflict"));

        Assert.That(rejected.Rejection, Is.EqualTo(Rejection.Conflict));
        Assert.That(
            rejected.Reason,
            Is.EqualTo(
                $"The key \"v-1\" belongs to the voyage {player.Id}, which another payload started. "
                    + "Use a new key, or send the same payload."
            )
        );
    }

    [Test]
    public void A_bad_message_starts_nothing_and_is_told_all_its_faults()
    {
        var player = SagaPlayer.Of("flight");

        var rejected = (Decision<Voyage>.Rejected)player.Give(player.InputOf("invalid"));

        Assert.That(rejected.Rejection, Is.EqualTo(Rejection.Invalid));
        Assert.That(rejected.Reason, Is.EqualTo("The price is negative. It is far too low."));
        Assert.That(player.History, Is.Empty);
    }

    [Test]
    public void A_start_after_ignored_inputs_continues_the_history()
    {
        var player = SagaPlayer.Of("flight", "flight done", "flight late", "start", "flight done");

        Assert.That(player.History.Select(entry => entry.Sequence), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        Assert.That(player.State, Is.EqualTo("Completed"));
    }

    [Test]
    public void An_input_of_no_known_kind_is_refused()
    {
        var plan = VoyageSaga.PlanOf("flight");

        Assert.That(
            () => Decider.Decide(plan, Saga<Voyage>.NotStarted(Guid.Empty), null!),
            Throws
                .InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("kind of input is not known")
        );
    }
}
