using System.Text.RegularExpressions;
using Sagas.Core.Definitions;

namespace Sagas.Tests.Core;

internal sealed partial class MermaidDiagramTests
{
    [Test]
    public void A_saga_with_everything_is_drawn_like_this() =>
        Assert.That(
            MermaidDiagram.Of(VoyageSaga.PlanOf(VoyageSaga.Everything)),
            Is.EqualTo(
                """
                stateDiagram-v2
                    state "flight" as stage1
                    state "hotel+car" as stage2
                    state "ticket" as stage3
                    state "letter" as stage4
                    state "undo flight" as undo1
                    state "undo hotel+car" as undo2
                    [*] --> stage1 : SetSail
                    stage1 --> stage2 : StepDone
                    stage2 --> stage3 : StepDone and StepDone
                    stage3 --> stage4 : StepDone
                    stage3 --> NeedsAttention : no answer to ticket within 60 s, 3 times
                    note right of stage3 : Pivot. Once it is done, the saga only goes forward.
                    stage4 --> Completed : StepDone
                    stage4 --> NeedsAttention : no answer to letter within 60 s, 3 times
                    stage1 --> Compensated : StepRefused
                    stage1 --> undo1 : no answer to flight within 60 s
                    stage2 --> undo2 : StepRefused or StepRefused
                    stage2 --> undo1 : StepRefused and StepRefused
                    stage2 --> undo2 : no answer to hotel within 60 s
                    stage3 --> undo2 : StepRefused
                    undo1 --> Compensated : StepUndone
                    undo1 --> NeedsAttention : no answer to the undo of flight within 60 s, 3 times
                    undo2 --> undo1 : StepUndone and StepUndone
                    undo2 --> NeedsAttention : no answer to the undo of hotel within 60 s, 3 times
                    Completed --> [*] : VoyageEnded
                    Compensated --> [*] : VoyageUndone

                """
            )
        );

    [Test]
    public void A_saga_that_cannot_fail_has_no_way_back() =>
        Assert.That(
            MermaidDiagram.Of(VoyageSaga.PlanOf("a !b c+d")),
            Is.EqualTo(
                """
                stateDiagram-v2
                    state "a" as stage1
                    state "b" as stage2
                    state "c+d" as stage3
                    [*] --> stage1 : SetSail
                    stage1 --> stage2 : StepDone
                    stage2 --> stage3 : StepDone
                    note right of stage2 : Pivot. Once it is done, the saga only goes forward.
                    stage3 --> Completed : StepDone and StepDone
                    Completed --> [*] : VoyageEnded

                """
            )
        );

    [TestCase("a? b+c? d?+e~")]
    [TestCase("end? state~ note?+class~ !direction?~ fork~")]
    [TestCase("a?")]
    [TestCase("a~+b-c~+d?")]
    public void Every_line_is_one_that_Mermaid_reads_and_every_id_is_known(string shape)
    {
        var lines = MermaidDiagram
            .Of(VoyageSaga.PlanOf(shape))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(lines, Is.All.Matches(Line()));
        var known = lines.Select(line => State().Match(line)).Where(match => match.Success).ToList();
        var ids = known.Select(match => match.Groups["id"].Value).ToList();
        var used = lines.SelectMany(line => Id().Matches(line)).Select(match => match.Value).Distinct();
        Assert.That(ids, Is.Unique);
        Assert.That(used, Is.EquivalentTo(ids));
    }

    [Test]
    public void The_states_bear_the_names_that_a_running_saga_has()
    {
        var drawn = MermaidDiagram.Of(VoyageSaga.PlanOf(VoyageSaga.Everything));
        var player = SagaPlayer.Of(VoyageSaga.Everything);
        foreach (
            var word in new[]
            {
                "start",
                "flight done",
                "hotel done",
                "car done",
                "ticket refused",
                "hotel undone",
                "car undone",
            }
        )
        {
            player.Play(word);
            Assert.That(drawn, Does.Contain($"state \"{player.State}\" as "));
        }
    }

    [GeneratedRegex(
        """^(stateDiagram-v2|    state "[a-z0-9+ -]+" as \w+|    note right of \w+ : [\w ,.]+|    (\[\*\]|\w+) --> (\[\*\]|\w+) : [\w ,.-]+)$""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Line();

    [GeneratedRegex(
        """^    state ".+" as (?<id>\w+)$""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex State();

    [GeneratedRegex(
        """\b(stage|undo)[0-9]+\b""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Id();
}
