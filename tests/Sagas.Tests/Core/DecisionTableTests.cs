using Sagas.Core.Decisions;

namespace Sagas.Tests.Core;

/// <summary>
/// Each state with each input. A row lists the inputs that its state accepts, and the states that they lead to;
/// all other inputs must be ignored there.
/// </summary>
internal sealed class DecisionTableTests
{
    private static readonly string[] Inputs =
    [
        .. new[] { "flight", "hotel", "car", "ticket", "letter", "stranger" }.SelectMany(step =>
            new[] { $"{step} done", $"{step} refused", $"{step} undone", $"{step} stale" }
        ),
        .. new[] { "flight late", "hotel late", "ticket late", "letter late", "stranger late" },
    ];

    private const string Booked = "start, flight done, hotel done, car done";

    [TestCase("", "Initial")]
    [TestCase(
        "start",
        "flight",
        "flight done > hotel+car",
        "flight refused > Compensated",
        "flight late > undo flight"
    )]
    [TestCase(
        "start, flight done",
        "hotel+car",
        "hotel done > hotel+car",
        "hotel refused > hotel+car",
        "hotel late > hotel+car",
        "car done > hotel+car",
        "car refused > hotel+car"
    )]
    [TestCase(
        "start, flight done, hotel done",
        "hotel+car",
        "car done > ticket",
        "car refused > undo hotel+car"
    )]
    [TestCase(
        "start, flight done, hotel refused",
        "hotel+car",
        "car done > undo hotel+car",
        "car refused > undo flight"
    )]
    [TestCase(
        "start, flight done, hotel late",
        "hotel+car",
        "car done > undo hotel+car",
        "car refused > undo hotel+car"
    )]
    [TestCase(
        "start, flight done, car done",
        "hotel+car",
        "hotel done > ticket",
        "hotel refused > undo hotel+car",
        "hotel late > undo hotel+car"
    )]
    [TestCase(
        "start, flight done, car refused",
        "hotel+car",
        "hotel done > undo hotel+car",
        "hotel refused > undo flight",
        "hotel late > undo hotel+car"
    )]
    [TestCase(
        Booked,
        "ticket",
        "ticket done > letter",
        "ticket refused > undo hotel+car",
        "ticket late > ticket"
    )]
    [TestCase(
        $"{Booked}, ticket late",
        "ticket",
        "ticket done > letter",
        "ticket refused > undo hotel+car",
        "ticket late > ticket"
    )]
    [TestCase($"{Booked}, ticket done", "letter", "letter done > Completed", "letter late > letter")]
    [TestCase($"{Booked}, ticket done, letter done", "Completed")]
    [TestCase(
        $"{Booked}, ticket refused",
        "undo hotel+car",
        "hotel undone > undo hotel+car",
        "car undone > undo hotel+car",
        "hotel late > undo hotel+car"
    )]
    [TestCase($"{Booked}, ticket refused, hotel undone", "undo hotel+car", "car undone > undo flight")]
    [TestCase(
        $"{Booked}, ticket refused, car undone",
        "undo hotel+car",
        "hotel undone > undo flight",
        "hotel late > undo hotel+car"
    )]
    [TestCase(
        "start, flight done, hotel done, car refused",
        "undo hotel+car",
        "hotel undone > undo flight",
        "hotel late > undo hotel+car"
    )]
    [TestCase("start, flight done, hotel refused, car done", "undo hotel+car", "car undone > undo flight")]
    [TestCase(
        "start, flight done, hotel late, car refused",
        "undo hotel+car",
        "hotel undone > undo flight",
        "hotel late > undo hotel+car"
    )]
    [TestCase(
        "start, flight late",
        "undo flight",
        "flight undone > Compensated",
        "flight late > undo flight"
    )]
    [TestCase(
        "start, flight late, flight late",
        "undo flight",
        "flight undone > Compensated",
        "flight late > undo flight"
    )]
    [TestCase(
        "start, flight done, hotel refused, car refused",
        "undo flight",
        "flight undone > Compensated",
        "flight late > undo flight"
    )]
    [TestCase("start, flight refused", "Compensated")]
    [TestCase("start, flight late, flight undone", "Compensated")]
    public void A_state_accepts_these_inputs_and_ignores_all_others(
        string path,
        string state,
        params string[] accepts
    )
    {
        var words = path.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(SagaPlayer.Of(VoyageSaga.Everything, words).State, Is.EqualTo(state));

        var accepted = accepts
            .Select(line => line.Split(" > "))
            .ToDictionary(line => line[0], line => line[1]);
        Assert.That(accepted.Keys, Is.SubsetOf(Inputs));
        foreach (var input in Inputs)
        {
            var player = SagaPlayer.Of(VoyageSaga.Everything, words);
            var before = player.Saga;
            var decision = player.Play(input);
            if (decision.Entry.Kind == EntryKind.LateDone)
            {
                Assert.That(player.State, Is.EqualTo(state), input);
                Assert.That(decision.Effects, Has.One.Items.And.All.InstanceOf<Effect.Send>(), input);
            }
            else if (accepted.TryGetValue(input, out var next))
            {
                Assert.That(decision.Entry.Kind, Is.Not.EqualTo(EntryKind.Ignored), input);
                Assert.That(player.State, Is.EqualTo(next), input);
            }
            else
            {
                Assert.That(decision.Entry.Kind, Is.EqualTo(EntryKind.Ignored), input);
                Assert.That(decision.Effects, Is.Empty, input);
                Assert.That(decision.Saga, Is.EqualTo(before with { Sequence = before.Sequence + 1 }), input);
            }
        }
    }
}
