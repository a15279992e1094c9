using System.CommandLine;
using Sagas.Orchestration.Operators;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas settle ID --step STEP</c>: what was given up was seen to by hand.</summary>
public sealed class SettleStep()
    : SagaRequest(
        "settle",
        "Say that a step that was given up was seen to by hand, and let its saga go on.",
        OperatorAction.Settle
    )
{
    private readonly Option<string> _step = new("--step")
    {
        Description = "The step; \"sagas owed\" lists those that were given up.",
        HelpName = "name",
        Required = true,
    };

    private readonly Option<string?> _answer = new("--answer")
    {
        Description =
            "For a command (not an undo): the answer in the participant's stead, such as ShipmentArranged.",
        HelpName = "type",
    };

    private readonly Option<string?> _with = new("--with")
    {
        Description = "The answer's members as JSON, without the saga's id and the key.",
        HelpName = "json",
    };

    private readonly Option<string?> _second = new("--second")
    {
        Description = "A second person who confirms it, where the amount takes one.",
        HelpName = "name",
    };

    protected override void Declare(Command command)
    {
        base.Declare(command);
        command.Add(_step);
        command.Add(_answer);
        command.Add(_with);
        command.Add(_second);
    }

    protected override Asked Read(ParseResult parsed) =>
        base.Read(parsed) with
        {
            Step = parsed.GetRequiredValue(_step),
            AnswerType = parsed.GetValue(_answer),
            Answer = parsed.GetValue(_with),
            SecondBy = parsed.GetValue(_second),
        };
}
