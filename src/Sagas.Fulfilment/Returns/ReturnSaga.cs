using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Fulfilment.Participants.Payments;

namespace Sagas.Fulfilment.Returns;

/// <summary>Waits for the goods, gives the money back (from there only forward), puts the goods back on hand.</summary>
public sealed class ReturnSaga : SagaDefinition<ReturnState>
{
    internal const string GoodsStep = "goods";
    private const int UndoAttempts = 6;

    /// <summary>For customers to send the goods.</summary>
    private static readonly TimeSpan PatienceWithGoods = TimeSpan.FromDays(14);

    private static readonly TimeSpan RemindEvery = TimeSpan.FromDays(3);

    /// <summary>For a participant to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public ReturnSaga()
        : base("return", version: 1)
    {
        StartsWith<ReturnOrder>(order => order.Key, ReturnState.From)
            .Checked(ReturnRules.Check)
            .Announces(state => new ReturnAccepted(
                state.ReturnId,
                state.Key,
                state.OrderKey,
                state.AmountMinor,
                state.Currency
            ));

        Step(GoodsStep, InventoryParticipant.Name)
            .Do(
                (state, key) =>
                    new ExpectGoods(state.ReturnId, key, state.ReservationKey, StockLine.Of(state.Lines))
            )
            .Done<GoodsReceived>((state, reply) => state with { GoodsKey = reply.Key })
            .Refused<GoodsRefused>(reply => reply.Reason)
            .Undo((state, key) => new ForgetGoods(state.ReturnId, key))
            .Undone<GoodsForgotten>()
            .Remind(RemindEvery, state => new ReturnReminder(state.ReturnId, state.Key, state.OrderKey))
            .Within(PatienceWithGoods, attempts: 1)
            .UndoWithin(Patience, UndoAttempts);

        Pivot("refund", PaymentsParticipant.Name)
            .Do(
                (state, key) =>
                    new ProcessRefund(
                        state.OrderId,
                        key,
                        new ReturnRefund(state.ReturnId, state.PaymentKey, state.AmountMinor, state.Currency)
                    )
            )
            .Done<ReturnRefunded>()
            .Refused<RefundRefused>(reply => reply.Reason)
            .Amount(state => new Money(state.AmountMinor, state.Currency))
            .Retry(GatewayPauses.Set)
            .Within(Patience);

        Step("restock", InventoryParticipant.Name)
            .Do((state, key) => new RestockGoods(state.ReturnId, key, state.GoodsKey!.Value))
            .Done<GoodsRestocked>()
            .Within(Patience);

        Completes(state => new OrderReturned(
            state.ReturnId,
            state.Key,
            state.OrderKey,
            state.AmountMinor,
            state.Currency
        ));
        Compensated(
            (state, reason) => new ReturnCancelled(state.ReturnId, state.Key, state.OrderKey, reason)
        );
    }
}
