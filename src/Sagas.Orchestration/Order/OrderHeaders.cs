namespace Sagas.Orchestration.Order;

/// <summary>Headers of a message that waited. They are public: who looks at the queues sees them.</summary>
public static class OrderHeaders
{
    /// <summary>Since when it waited behind a dead letter of its saga, in UTC, as ISO 8601. With it, it waits no more.</summary>
    public const string Waited = "Sagas-Waited";
}
