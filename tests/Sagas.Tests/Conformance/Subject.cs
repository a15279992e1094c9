using System.Reflection;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Operators;

namespace Sagas.Tests.Conformance;

/// <summary>A definition under test, with messages to play it.</summary>
/// <param name="StartOf">From a key and a number: another number is another payload; 0 is none that the saga accepts.</param>
internal sealed record Subject<TData>(SagaDefinition<TData> Definition, Func<string, int, object> StartOf)
    where TData : class
{
    public SagaPlan<TData> Plan => Definition.Plan;

    public string Name => Definition.Name;

    /// <summary>Everything that can happen to a saga of this definition.</summary>
    public IReadOnlyList<Move> Moves { get; } = [.. MovesOf(Definition.Plan)];

    /// <summary>An answer of a type, with something in each of its members.</summary>
    public static object Reply(Type type, Guid saga, Guid key)
    {
        var constructor = type.GetConstructors().Single();
        return constructor.Invoke([
            .. constructor.GetParameters().Select(parameter => Member(type, parameter, saga, key)),
        ]);
    }

    private static object Member(Type type, ParameterInfo parameter, Guid saga, Guid key)
    {
        if (parameter.ParameterType == typeof(Guid))
        {
            return parameter.Name == "Key" ? key : saga;
        }

        return parameter.ParameterType == typeof(string) ? $"{parameter.Name} of {type.Name}"
            : parameter.ParameterType == typeof(long) ? 700L
            : throw new NotSupportedException(
                $"{type.Name}.{parameter.Name} is a {parameter.ParameterType}. Teach this method to make one."
            );
    }

    private static IEnumerable<Move> MovesOf(SagaPlan<TData> plan)
    {
        foreach (var payload in Enum.GetValues<Payload>())
        {
            yield return new Move.Start(payload);
        }

        foreach (var type in plan.ReplyTypes)
        {
            foreach (var step in plan.Outline.Select(step => step.Name).Append(null))
            {
                yield return new Move.Reply(step, type);
            }
        }

        foreach (var age in Enum.GetValues<TimerAge>())
        {
            yield return new Move.Timer(TimerKind.SagaDeadline, null, age);
            foreach (var step in plan.Outline)
            {
                yield return new Move.Timer(TimerKind.StepDeadline, step.Name, age);
                yield return new Move.Timer(TimerKind.Reminder, step.Name, age);
            }
        }

        yield return new Move.Cancel();
        yield return new Move.Again();
        yield return new Move.Request(OperatorAction.Cancel);
        yield return new Move.Request(OperatorAction.Resume);
        foreach (var step in plan.Outline)
        {
            foreach (var answer in new[] { null, step.Done, step.Refused }.Distinct())
            {
                yield return new Move.Request(OperatorAction.Settle, step.Name, answer);
            }
        }
    }
}
