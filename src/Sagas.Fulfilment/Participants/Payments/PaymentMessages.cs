namespace Sagas.Fulfilment.Participants.Payments;

/// <summary>Asks for the money of an order. Idempotent by its key, at the gateway too.</summary>
/// <param name="AmountMinor">In the currency's minor unit. 0 or more.</param>
public sealed record ProcessPayment(
    Guid OrderId,
    Guid Key,
    string Customer,
    long AmountMinor,
    string Currency
);

public sealed record PaymentProcessed(Guid OrderId, Guid Key);

public sealed record PaymentDeclined(Guid OrderId, Guid Key, string Reason);

/// <summary>Gives back what was taken with the same key, or forbids it if it was not taken yet.</summary>
public sealed record ProcessRefund(Guid OrderId, Guid Key);

public sealed record RefundProcessed(Guid OrderId, Guid Key, long AmountMinor);
