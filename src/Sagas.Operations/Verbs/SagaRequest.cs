using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Operators;

namespace Sagas.Operations.Verbs;

/// <summary>A verb by which a person asks something of one saga, with a name and a reason, both of which are kept.</summary>
public abstract class SagaRequest(string name, string description, OperatorAction action)
    : Verb<SagaRequest.Asked, Outcome>(name, description)
{
    private readonly SagaArgument _saga = new();
    private readonly Signature _signature = new();

    public sealed record Asked(
        string IdOrKey,
        string? Type,
        Signatory Signatory,
        string? SecondBy = null,
        string? Step = null,
        string? AnswerType = null,
        string? Answer = null
    );

    protected override void Declare(Command command)
    {
        _saga.Declare(command);
        _signature.Declare(command);
    }

    protected override Asked Read(ParseResult parsed) =>
        new(_saga.IdOrKey(parsed), _saga.Type(parsed), _signature.Read(parsed));

    protected override Task<Outcome> Run(
        Asked options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var saga = await SagaLookup.One(
                    services.GetRequiredService<ISagaReader>(),
                    options.IdOrKey,
                    options.Type,
                    cancellationToken
                );
                var (by, reason, requestId) = options.Signatory;
                var request = new OperatorRequest(requestId, action, saga.Type, saga.Id, by, reason)
                {
                    SecondBy = options.SecondBy,
                    Step = options.Step,
                    AnswerType = options.AnswerType,
                    Answer = options.Answer,
                };
                var desk = services.GetRequiredService<ISagaOperator>();
                return Outcome.Of(await desk.Apply(request, cancellationToken), options.Signatory);
            },
            cancellationToken
        );

    protected override void Show(Outcome result, Screen screen) => screen.Line(result.Text);
}
