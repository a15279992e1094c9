using CsCheck;
using Sagas.Core.Decisions;

namespace Sagas.Tests.Core;

/// <summary>
/// Random definitions with random inputs: helpful ones, and late, repeated, stale, foreign and conflicting ones.
/// A failure prints its seed; set the environment variable CsCheck_Seed to it to repeat the run.
/// </summary>
internal sealed class DecisionPropertiesTests
{
    private const int Runs = 4_000;
    private const int LongestSaga = 200;

    private static readonly Gen<(string Shape, int[] Choices)> Histories = Gen.Select(
        Gen.Int[1, 3].Array[1, 4],
        Gen.Int[-2, 3],
        Gen.Int[0, 3].Array[12],
        Gen.Int[0, 9_999].Array[0, 40],
        (stages, pivot, marks, choices) => (Shape(stages, pivot, marks), choices)
    );

    [Test]
    public void Whatever_happens_the_invariants_hold_and_the_saga_can_end()
    {
        var ends = new Dictionary<SagaPhase, int>();
        Histories.Sample(
            history =>
            {
                var player = new SagaPlayer(VoyageSaga.PlanOf(history.Shape));
                var inputs = history.Choices.Select(choice => Choose(player, choice)).ToList();
                SagaInvariants.Check(player);
                Again(player, inputs);
                End(player);
                SagaInvariants.Check(player);
                ends[player.Saga.Phase] = ends.GetValueOrDefault(player.Saga.Phase) + 1;
            },
            iter: Runs,
            threads: 1,
            print: history => $"\"{history.Shape}\" with [{string.Join(", ", history.Choices)}]"
        );

        Assert.That(ends.Keys, Is.EquivalentTo(new[] { SagaPhase.Completed, SagaPhase.Compensated }));
        Assert.That(ends.Values, Is.All.GreaterThan(ends.Values.Sum() / 10), "Both ends were tried often.");
    }

    private static string Shape(int[] stages, int pivot, int[] marks)
    {
        var count = 0;
        var drawn = stages.Select(
            (size, stage) =>
            {
                var steps = Enumerable
                    .Range(0, stage == pivot ? 1 : size)
                    .Select(_ =>
                    {
                        var mark = marks[count];
                        var refused = (mark & 1) == 1 && (pivot < 0 || stage <= pivot) ? "?" : "";
                        return $"{(char)('a' + count++)}{refused}{((mark & 2) == 2 ? "~" : "")}";
                    });
                return (stage == pivot ? "!" : "") + string.Join('+', steps);
            }
        );
        return string.Join(' ', drawn);
    }

    private static Input Choose(SagaPlayer player, int choice)
    {
        var step = player.Plan.Steps[choice / 16 % player.Plan.Steps.Count].Name;
        var word = (choice % 16) switch
        {
            < 7 => Helpful(player, choice / 16),
            7 or 8 => $"{step} done",
            9 => $"{step} refused",
            10 => $"{step} undone",
            11 => $"{step} late",
            12 => $"{step} stale",
            13 => (choice / 16 % 5) switch
            {
                0 => "cancelled",
                1 => "resumed",
                2 => $"{step} settled",
                3 => $"{step} answered",
                _ => "stranger done",
            },
            14 => "start",
            _ => "conflict",
        };
        var input = player.InputOf(word);
        if (input is Input.Reply reply && !player.Plan.ReplyTypes.Contains(reply.Message.GetType()))
        {
            input = player.InputOf("start");
        }

        player.Give(input);
        return input;
    }

    /// <summary>An answer to something that the saga waits for.</summary>
    private static string Helpful(SagaPlayer player, int choice)
    {
        var open = player.Saga.Steps.Where(step => step.Value.IsOpen).ToList();
        if (open.Count == 0)
        {
            return "start";
        }

        var (name, progress) = open[choice % open.Count];
        return progress.Status == StepStatus.UndoStuck && choice % 3 == 0 ? $"{name} settled"
            : progress.Status == StepStatus.Stuck && choice % 3 == 0 ? $"{name} answered"
            : progress.Status is StepStatus.Stuck or StepStatus.UndoStuck && choice % 3 == 1 ? "resumed"
            : progress.Status is StepStatus.Undoing or StepStatus.UndoStuck ? $"{name} undone"
            : choice % 7 == 0 ? $"{name} refused"
            : choice % 7 == 1 ? $"{name} late"
            : $"{name} done";
    }

    /// <summary>The same inputs again give the same decisions, ids included.</summary>
    private static void Again(SagaPlayer player, List<Input> inputs)
    {
        var again = new SagaPlayer(player.Plan);
        foreach (var input in inputs)
        {
            again.Give(input);
        }

        Assert.That(again.History, Is.EqualTo(player.History));
        Assert.That(again.Effects, Is.EqualTo(player.Effects));
        Assert.That(SagaInvariants.Same(again.Saga, player.Saga), Is.True);
    }

    private static void End(SagaPlayer player)
    {
        for (var count = 0; !player.Saga.HasEnded && count < LongestSaga; count++)
        {
            player.Give(player.InputOf(Helpful(player, 2)));
        }

        Assert.That(player.Saga.HasEnded, Is.True, "A saga whose steps are answered ends.");
    }
}
