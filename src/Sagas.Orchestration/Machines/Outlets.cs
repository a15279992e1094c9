using MassTransit;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Machines;

/// <summary>Where the effects of a decision go.</summary>
/// <param name="Transaction">Null in a test harness without storage: timers are then not cleared.</param>
internal sealed record Outlets(
    ISendEndpointProvider Send,
    IPublishEndpoint Publish,
    ITransaction? Transaction
)
{
    public static Outlets Of(ConsumeContext context)
    {
        context.TryGetPayload(out ITransaction? transaction);
        return new(context, context, transaction);
    }
}
