namespace Sagas.Orchestration.Turns;

/// <summary>How many messages a saga's queue may have handled at once, of different sagas; the transport hands out more.</summary>
public sealed record SagaConcurrency(int Messages)
{
    /// <summary>As many as MassTransit itself would take on a small machine.</summary>
    public static readonly SagaConcurrency Default = new(16);
}
