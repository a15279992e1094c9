using System.Text.Json;
using System.Text.Json.Nodes;
using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Repository;

namespace Sagas.Orchestration.Operators;

/// <summary>A reply that a person gives in the participant's stead; its saga and its key are filled in.</summary>
/// <param name="Message">Null: none was given, or it has a problem.</param>
/// <param name="Problem">No reply of the step has this name, or its members cannot be read.</param>
internal sealed record HandWrittenAnswer(object? Message, string? Problem)
{
    private static readonly HandWrittenAnswer None = new(null, null);

    public static HandWrittenAnswer Of(ISagaPlan plan, OperatorRequest request, Guid saga)
    {
        if (request.AnswerType is null)
        {
            return request.Answer is null
                ? None
                : new(null, "The answer has members and no type. Name its type.");
        }

        var step = plan.Outline.FirstOrDefault(step => step.Name == request.Step);
        var known = new[] { step?.Done, step?.Refused }.OfType<Type>().ToList();
        return known.Find(type => type.Name == request.AnswerType) is { } type
            ? Read(type, request, saga)
            : new(
                null,
                $"Step \"{request.Step}\" is not answered by {request.AnswerType}. Give one of: {string.Join(", ", known.Select(one => one.Name))}."
            );
    }

    private static HandWrittenAnswer Read(Type type, OperatorRequest request, Guid saga)
    {
        var contract = ReplyContract.Of(type)!;
        try
        {
            if (JsonNode.Parse(request.Answer ?? "{}") is not JsonObject members)
            {
                return new(null, "The answer is not a JSON object.");
            }

            members[Name(contract.SagaIdName)] = saga;
            members[Name(contract.KeyName)] = DerivedId.OfEffect(saga, request.Step!);
            return new(members.Deserialize(type, SagaJson.Options), null);
        }
        catch (JsonException failure)
        {
            return new(null, $"The answer is not a {type.Name} as JSON: {failure.Message}");
        }
    }

    private static string Name(string member) =>
        SagaJson.Options.PropertyNamingPolicy?.ConvertName(member) ?? member;
}
