using System.CommandLine;
using Sagas.Core.Definitions;
using Sagas.Operations.Screens;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas diagram NAME</c>: a saga's definition as a picture. Needs no database.</summary>
public sealed class DrawDiagram()
    : Verb<string, DrawDiagram.Result>(
        "diagram",
        "Draw a saga's definition as a Mermaid state diagram, for a README or mermaid.live."
    )
{
    private readonly Argument<string> _name = new("SAGA") { Description = "The saga's name, such as order." };

    public sealed record Result(string Saga, int Version, string Mermaid);

    protected override void Declare(Command command) => command.Add(_name);

    protected override string Read(ParseResult parsed) => parsed.GetRequiredValue(_name);

    protected override Task<Result> Run(
        string options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    )
    {
        var saga = SagaLookup.Definition(setting, options);
        return Task.FromResult(new Result(saga.Name, saga.Version, MermaidDiagram.Of(saga.Plan)));
    }

    protected override void Show(Result result, Screen screen) => screen.Raw(result.Mermaid);
}
