using Sagas.Core.Decisions;
using Sagas.Orchestration.Operators;

namespace Sagas.Tests.Conformance;

/// <summary>Something that can happen to a saga, named without its ids, so that it can happen to another one as well.</summary>
internal abstract record Move
{
    private Move() { }

    public sealed record Start(Payload Payload) : Move;

    /// <param name="Step">Whose key the answer carries; null: a key of nobody.</param>
    public sealed record Reply(string? Step, Type Type) : Move
    {
        public override string ToString() => $"{Type.Name} with the key of {Step ?? "nobody"}";
    }

    /// <param name="Step">Null: the saga's own.</param>
    public sealed record Timer(TimerKind Kind, string? Step, TimerAge Age) : Move
    {
        public override string ToString() => $"{Age} {Kind} of {Step ?? "the saga"}";
    }

    /// <summary>As a message to the saga's queue.</summary>
    public sealed record Cancel : Move;

    /// <summary>As a person asks for it.</summary>
    /// <param name="Answer">Given in the participant's stead.</param>
    public sealed record Request(OperatorAction Action, string? Step = null, Type? Answer = null) : Move
    {
        public override string ToString() => $"a person's {Action} {Step} {Answer?.Name}".TrimEnd();
    }

    /// <summary>The last message that was consumed comes once more, with its id.</summary>
    public sealed record Again : Move;
}

internal enum Payload
{
    Same,
    Other,
    Bad,
}

internal enum TimerAge
{
    /// <summary>The row that is pending: it is sent as the sweeper would.</summary>
    Current,

    /// <summary>The row of the last one that was cleared: it was on its way when its saga decided.</summary>
    Past,

    /// <summary>A token that was never given out.</summary>
    Forged,
}
