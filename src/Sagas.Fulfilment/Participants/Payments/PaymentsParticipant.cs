using Sagas.Orchestration.Catalogues;

namespace Sagas.Fulfilment.Participants.Payments;

public static class PaymentsParticipant
{
    public const string Name = "payments";

    public static readonly Participant Entry = new(
        Name,
        [typeof(ProcessPaymentConsumer), typeof(ProcessRefundConsumer)],
        [typeof(Payment), typeof(Refund)]
    );
}
