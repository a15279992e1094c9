using System.Diagnostics;

namespace Sagas.Orchestration.Telemetry;

/// <summary>Our own spans: one for each unit of work, inside MassTransit's span of the consumer.</summary>
public static class SagasActivity
{
    public const string Name = "Sagas";

    internal const string Consumer = "sagas.consumer";
    internal const string Outcome = "sagas.outcome";

    private static readonly ActivitySource Source = new(Name);

    internal static Activity? UnitOfWork(string consumer) =>
        Source.StartActivity("sagas.unit_of_work")?.SetTag(Consumer, consumer);
}
