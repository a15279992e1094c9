namespace Sagas.Tests.Orchestration;

public sealed record StartFan(string Key);

public sealed record FanEnded(Guid FanId);

public sealed record FanCancelled(Guid FanId, string Reason);

public sealed record Fold(Guid FanId, Guid Key, string Step);

public sealed record Unfold(Guid FanId, Guid Key);

public sealed record Folded(Guid FanId, Guid Key);

public sealed record Unfolded(Guid FanId, Guid Key);

public sealed record Fan(Guid FanId);

/// <summary>One step, then three at once, each with a deadline: its messages send one, three or no command.</summary>
public sealed class FanSaga : global::Sagas.Core.Definitions.SagaDefinition<Fan>
{
    public FanSaga()
        : base("fan", version: 1)
    {
        StartsWith<StartFan>(start => start.Key, (_, id) => new Fan(id));
        Describe("first");
        InParallel(() =>
        {
            Describe("left");
            Describe("middle");
            Describe("right");
        });
        Completes(fan => new FanEnded(fan.FanId));
        Compensated((fan, reason) => new FanCancelled(fan.FanId, reason));
    }

    private void Describe(string step) =>
        Step(step, "folders")
            .Do((fan, key) => new Fold(fan.FanId, key, step))
            .Done<Folded>()
            .Undo((fan, key) => new Unfold(fan.FanId, key))
            .Undone<Unfolded>()
            .Within(TimeSpan.FromMinutes(5));
}
