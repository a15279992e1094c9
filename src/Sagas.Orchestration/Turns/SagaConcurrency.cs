namespace Sagas.Orchestration.Turns;

/// <summary>
/// How many messages of a saga's endpoint may be handled at once, of different sagas: so many beginnings, and so many others. The transport
/// hands out more.
/// </summary>
public sealed record SagaConcurrency(int Messages)
{
    /// <summary>As many as MassTransit itself would take on a small machine.</summary>
    public static readonly SagaConcurrency Default = new(16);
}
