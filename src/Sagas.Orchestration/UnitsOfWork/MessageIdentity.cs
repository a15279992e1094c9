using MassTransit;
using Sagas.Core;

namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>The id by which a message is recognised when it comes again.</summary>
internal static class MessageIdentity
{
    /// <summary>The original message id, which a redelivery keeps; for a message without one, an id of its content.</summary>
    public static Guid Of(ConsumeContext context) =>
        context.GetOriginalMessageId() ?? DerivedId.OfContent(context.ReceiveContext.Body.GetBytes());
}
