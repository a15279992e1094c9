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

/// <summary>
/// Without <paramref name="Return"/>, the undo of a payment: gives back what was taken with the same key, or forbids it if it was
/// not taken yet. With it, gives a part of a payment back, once for its own key.
/// </summary>
/// <param name="OrderId">The order that was paid.</param>
/// <param name="Key">Of the payment that is undone; or of this refund.</param>
public sealed record ProcessRefund(Guid OrderId, Guid Key, ReturnRefund? Return = null);

/// <summary>What a return asks back.</summary>
/// <param name="PaymentKey">Of the payment of which it is a part.</param>
/// <param name="AmountMinor">In the currency's minor unit. 0 or more; with the other refunds at most what was captured.</param>
/// <param name="Currency">The payment's own.</param>
public sealed record ReturnRefund(Guid ReturnId, Guid PaymentKey, long AmountMinor, string Currency);

/// <summary>A payment was undone. A saga of returns hears nothing of it.</summary>
public sealed record RefundProcessed(Guid OrderId, Guid Key, long AmountMinor);

/// <summary>A part of a payment was given back to a return.</summary>
public sealed record ReturnRefunded(Guid ReturnId, Guid Key, long AmountMinor);

public sealed record RefundRefused(Guid ReturnId, Guid Key, string Reason);
