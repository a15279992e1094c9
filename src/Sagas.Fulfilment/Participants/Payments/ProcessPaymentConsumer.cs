using MassTransit;
using Sagas.Fulfilment.Gateways;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Participants.Payments;

/// <summary>Takes the money of an order, once for each key.</summary>
/// <remarks>
/// 1. The key is new: the gateway decides, which knows the key too, so a crash before the commit does not charge twice.
/// 2. The key was answered: the same answer again.
/// 3. The key was refunded or forbidden meanwhile: declined.
/// </remarks>
internal sealed class ProcessPaymentConsumer(IUnitOfWork work, PaymentGateway gateway, TimeProvider time)
    : IConsumer<ProcessPayment>
{
    public async Task Consume(ConsumeContext<ProcessPayment> context)
    {
        var command = context.Message;
        var payment = await work.Find<Payment>(command.Key, context.CancellationToken);
        if (payment is null)
        {
            payment = await Capture(command, context.CancellationToken);
            work.Add(payment);
        }

        await (
            payment.State switch
            {
                PaymentState.Captured => context.Publish(new PaymentProcessed(command.OrderId, command.Key)),
                PaymentState.Declined => context.Publish(
                    new PaymentDeclined(command.OrderId, command.Key, payment.Reason!)
                ),
                _ => context.Publish(
                    new PaymentDeclined(command.OrderId, command.Key, "refunded before it was captured")
                ),
            }
        );
    }

    /// <summary>Nothing to take is taken without the gateway.</summary>
    private async Task<Payment> Capture(ProcessPayment command, CancellationToken cancellationToken)
    {
        var answer = command.AmountMinor switch
        {
            < 0 => GatewayAnswer.Refused("a negative amount"),
            0 => GatewayAnswer.Accepted("nothing-to-pay"),
            _ => await gateway.Capture(command.Key, command.AmountMinor, command.Currency, cancellationToken),
        };
        return new()
        {
            Key = command.Key,
            OrderId = command.OrderId,
            State = answer.IsAccepted ? PaymentState.Captured : PaymentState.Declined,
            CapturedMinor = answer.IsAccepted ? command.AmountMinor : 0,
            Currency = command.Currency,
            Reference = answer.Reference,
            Reason = answer.Reason,
            ChangedAt = time.GetUtcNow(),
        };
    }
}
