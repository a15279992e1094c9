using MassTransit;
using Sagas.Fulfilment.Gateways;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Participants.Payments;

/// <summary>Gives back what was taken.</summary>
/// <remarks>
/// 1. Captured: given back through the gateway.
/// 2. Declined, refunded or forbidden before: nothing to do.
/// 3. Never heard of: the capture may be on its way, or may have reached the gateway only. The gateway gives back what
///    it took with this key and takes nothing any more; here the key is forbidden.
/// </remarks>
internal sealed class ProcessRefundConsumer(IUnitOfWork work, PaymentGateway gateway, TimeProvider time)
    : IConsumer<ProcessRefund>
{
    public async Task Consume(ConsumeContext<ProcessRefund> context)
    {
        var command = context.Message;
        var payment = await work.Find<Payment>(command.Key, context.CancellationToken);
        if (payment is null)
        {
            await gateway.Refund(command.Key, context.CancellationToken);
            payment = Tombstone(command);
            work.Add(payment);
        }
        else if (payment.State == PaymentState.Captured)
        {
            await Refund(payment, context.CancellationToken);
        }

        await context.Publish(new RefundProcessed(command.OrderId, command.Key, payment.RefundedMinor));
    }

    private async Task Refund(Payment payment, CancellationToken cancellationToken)
    {
        if (payment.CapturedMinor > 0)
        {
            await gateway.Refund(payment.Key, cancellationToken);
        }

        payment.RefundedMinor = payment.CapturedMinor;
        payment.State = PaymentState.Refunded;
        payment.ChangedAt = time.GetUtcNow();
    }

    private Payment Tombstone(ProcessRefund command) =>
        new()
        {
            Key = command.Key,
            OrderId = command.OrderId,
            State = PaymentState.Forbidden,
            CapturedMinor = 0,
            Currency = "",
            ChangedAt = time.GetUtcNow(),
        };
}
