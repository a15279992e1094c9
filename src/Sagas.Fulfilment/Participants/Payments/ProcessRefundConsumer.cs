using MassTransit;
using Sagas.Fulfilment.Gateways;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Participants.Payments;

/// <summary>Gives money back: what is left of a payment that is undone, or the part of it that a return asks for.</summary>
/// <remarks>
/// The undo of a payment:
/// 1. Captured: what returns did not have back is given back through the gateway.
/// 2. Declined, refunded or forbidden before: nothing to do.
/// 3. Never heard of: the capture may be on its way, or may have reached the gateway only. The gateway gives back what
///    it took with this key and takes nothing any more; here the key is forbidden.
/// The refund of a return:
/// 4. The key is new: refused when there is no such payment, when it is not left in it, or when the gateway says so; otherwise
///    given back. The gateway knows the key too, so a crash before the commit does not give it back twice.
/// 5. The key was answered: the same answer again.
/// </remarks>
internal sealed class ProcessRefundConsumer(IUnitOfWork work, PaymentGateway gateway, TimeProvider time)
    : IConsumer<ProcessRefund>
{
    public async Task Consume(ConsumeContext<ProcessRefund> context)
    {
        var command = context.Message;
        if (command.Return is not { } part)
        {
            var payment = await Undo(command, context.CancellationToken);
            await context.Publish(new RefundProcessed(command.OrderId, command.Key, payment.RefundedMinor));
            return;
        }

        var refund = await work.Find<Refund>(command.Key, context.CancellationToken);
        if (refund is null)
        {
            refund = await GiveBack(command.Key, part, context.CancellationToken);
            work.Add(refund);
        }

        await (
            refund.State == RefundState.Refunded
                ? context.Publish(new ReturnRefunded(part.ReturnId, command.Key, refund.AmountMinor))
                : context.Publish(new RefundRefused(part.ReturnId, command.Key, refund.Reason!))
        );
    }

    private async Task<Payment> Undo(ProcessRefund command, CancellationToken cancellationToken)
    {
        var payment = await work.Find<Payment>(command.Key, cancellationToken);
        if (payment is null)
        {
            await gateway.Refund(command.Key, cancellationToken);
            payment = Tombstone(command);
            work.Add(payment);
        }
        else if (payment.State == PaymentState.Captured)
        {
            var reference =
                payment.LeftMinor > 0 ? await gateway.Refund(payment.Key, cancellationToken) : null;
            work.Add(Given(payment, payment.Key, null, payment.LeftMinor, reference));
            payment.Refund(payment.LeftMinor);
            payment.State = PaymentState.Refunded;
            payment.ChangedAt = time.GetUtcNow();
        }

        return payment;
    }

    private async Task<Refund> GiveBack(Guid key, ReturnRefund part, CancellationToken cancellationToken)
    {
        var payment = await work.Find<Payment>(part.PaymentKey, cancellationToken);
        if (Fault(payment, part) is { } fault)
        {
            return Refused(key, part, fault);
        }

        // Nothing is given back without the gateway, as nothing is taken without it.
        var answer =
            part.AmountMinor == 0
                ? GatewayAnswer.Accepted("nothing-to-refund")
                : await gateway.RefundPart(part.PaymentKey, key, part.AmountMinor, cancellationToken);
        if (!answer.IsAccepted)
        {
            return Refused(key, part, answer.Reason!);
        }

        payment!.Refund(part.AmountMinor);
        payment.ChangedAt = time.GetUtcNow();
        return Given(payment, key, part.ReturnId, part.AmountMinor, answer.Reference);
    }

    private static string? Fault(Payment? payment, ReturnRefund part) =>
        payment switch
        {
            null => "there is no such payment",
            { State: not PaymentState.Captured } => $"nothing is left of the payment: it is {payment.State}",
            _ when payment.Currency != part.Currency =>
                $"the payment is in {payment.Currency}, not in {part.Currency}",
            _ when part.AmountMinor < 0 => "a negative amount",
            _ when part.AmountMinor > payment.LeftMinor =>
                $"more than is left of the payment: {part.AmountMinor} to refund, {payment.LeftMinor} left of {payment.CapturedMinor}",
            _ => null,
        };

    private Refund Given(Payment payment, Guid key, Guid? returnId, long amountMinor, string? reference) =>
        new()
        {
            Key = key,
            PaymentKey = payment.Key,
            ReturnId = returnId,
            State = RefundState.Refunded,
            AmountMinor = amountMinor,
            Reference = reference,
            ChangedAt = time.GetUtcNow(),
        };

    private Refund Refused(Guid key, ReturnRefund part, string reason) =>
        new()
        {
            Key = key,
            PaymentKey = part.PaymentKey,
            ReturnId = part.ReturnId,
            State = RefundState.Refused,
            AmountMinor = 0,
            Reason = reason,
            ChangedAt = time.GetUtcNow(),
        };

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
