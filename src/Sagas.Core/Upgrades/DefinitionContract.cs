using Sagas.Core.Decisions;
using Sagas.Core.Definitions;

namespace Sagas.Core.Upgrades;

/// <summary>
/// What a build does with the running sagas of a definition, in names: it can be kept in a file, and compared with what
/// another build does.
/// </summary>
/// <param name="States">In the order in which sagas pass them, the way back included.</param>
/// <param name="Timers">Those that a saga may have pending.</param>
public sealed record DefinitionContract(
    string Saga,
    int Version,
    IReadOnlyList<StateContract> States,
    IReadOnlyList<TimerContract> Timers
)
{
    public static DefinitionContract Of(ISagaPlan plan)
    {
        var stages = plan.Outline.GroupBy(step => step.Stage).Select(stage => stage.ToList()).ToList();
        return new(
            plan.Name,
            plan.Version,
            [
                .. stages.Select(Running),
                .. stages
                    .Select(stage => stage.FindAll(step => step.Undo is not null))
                    .Where(undone => undone.Count > 0)
                    .Select(Undoing),
                // Which step was given up is not known by the state, so every answer may be the one that is missed.
                new(
                    StateName.NeedsAttention,
                    [.. plan.Outline.Select(step => step.Name)],
                    NamesOf(plan.ReplyTypes),
                    []
                ),
            ],
            [
                .. plan.Outline.SelectMany(TimersOf),
                .. plan.Deadline is null
                    ? []
                    : new TimerContract[] { new(TimerKind.SagaDeadline, plan.Name) },
            ]
        );
    }

    /// <returns>Null: sagas of this definition are never in such a state.</returns>
    public StateContract? State(string name) => States.FirstOrDefault(state => state.Name == name);

    /// <summary>What running sagas could notice of the way from another contract to this one, in phrases; empty for nothing.</summary>
    public IReadOnlyList<string> ChangesSince(DefinitionContract before) =>
        [
            .. before
                .States.Where(state => State(state.Name) is null)
                .Select(state => $"{state.Name} is gone"),
            .. States
                .Where(state => before.State(state.Name) is null)
                .Select(state => $"{state.Name} is new"),
            .. States.SelectMany(state =>
                before.State(state.Name) is { } was
                    ? was
                        .Accepts.Except(state.Accepts)
                        .Select(type => $"{state.Name} no longer handles {WithoutNamespace(type)}")
                        .Concat(
                            state
                                .Accepts.Except(was.Accepts)
                                .Select(type => $"{state.Name} handles {WithoutNamespace(type)}")
                        )
                    : []
            ),
            .. before.Timers.Except(Timers).Select(timer => $"{timer} is gone"),
            .. Timers.Except(before.Timers).Select(timer => $"{timer} is new"),
        ];

    /// <summary>A message's type as contracts name it: as it stands on the wire, without what all URNs begin with.</summary>
    public static string NameOf(Type message) => $"{message.Namespace}:{message.Name}";

    /// <summary>As people call it.</summary>
    public static string WithoutNamespace(string type) => type[(type.LastIndexOf(':') + 1)..];

    private static StateContract Running(List<PlannedStep> stage) =>
        new(
            StateName.Running(stage.Select(step => step.Name)),
            [.. stage.Select(step => step.Name)],
            NamesOf(stage.SelectMany(step => new[] { step.Done, step.Refused }.OfType<Type>())),
            [.. stage.Select(step => new CommandContract(step.Participant, NameOf(step.Command)))]
        );

    /// <summary>A success that comes late is undone once more, so it is handled there too.</summary>
    private static StateContract Undoing(List<PlannedStep> stage) =>
        new(
            StateName.Undoing(stage.Select(step => step.Name)),
            [.. stage.Select(step => step.Name)],
            NamesOf(stage.SelectMany(step => new[] { step.Undone!, step.Done })),
            [.. stage.Select(step => new CommandContract(step.Participant, NameOf(step.Undo!)))]
        );

    private static IEnumerable<TimerContract> TimersOf(PlannedStep step)
    {
        if (step is not { Patience: null, UndoPatience: null })
        {
            yield return new(TimerKind.StepDeadline, step.Name);
        }

        if (step.Reminder is not null)
        {
            yield return new(TimerKind.Reminder, step.Name);
        }
    }

    private static IReadOnlyList<string> NamesOf(IEnumerable<Type> types) =>
        [.. types.Select(NameOf).Distinct()];
}

/// <param name="Name">As <see cref="StateName"/> gives it.</param>
/// <param name="Steps">That are waited for.</param>
/// <param name="Accepts">The answers that count there; any other is ignored.</param>
/// <param name="Asks">The commands that are on their way.</param>
public sealed record StateContract(
    string Name,
    IReadOnlyList<string> Steps,
    IReadOnlyList<string> Accepts,
    IReadOnlyList<CommandContract> Asks
);

public sealed record CommandContract(string Participant, string Type);

/// <param name="Name">The step's, or the saga's.</param>
public sealed record TimerContract(TimerKind Kind, string Name)
{
    public override string ToString() => $"the {Kind} of {Name}";
}
