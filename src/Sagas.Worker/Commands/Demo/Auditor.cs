using Microsoft.EntityFrameworkCore;
using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Fulfilment.Participants.Payments;
using Sagas.Fulfilment.Participants.Shipping;
using Sagas.Fulfilment.Returns;
using Sagas.Storage;

namespace Sagas.Worker.Commands.Demo;

/// <summary>Compares the ledgers with the orders that we made up, and with what the gateways say.</summary>
internal sealed class Auditor(Database database)
{
    public async Task<Audit> Run(
        IReadOnlyList<PlaceOrder> orders,
        IReadOnlyList<ReturnOrder> returns,
        SimulatorReport gateways,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        var ids = await context
            .Sagas.Where(saga => saga.State == StateName.Completed)
            .Select(saga => saga.Id)
            .ToListAsync(cancellationToken);
        var completed = orders.Where(order => ids.Contains(OrderIds.Of(order.Key).Order)).ToList();
        var saga = new ReturnSaga().Name;
        var returned = returns.Where(item => ids.Contains(DerivedId.OfSaga(saga, item.Key))).ToList();
        var payments = await context.Set<Payment>().ToListAsync(cancellationToken);
        var stock = await context.Set<StockItem>().ToListAsync(cancellationToken);
        var shipments = await context.Set<Shipment>().CountAsync(cancellationToken);
        var needed =
            payments.Count(payment => payment.State != PaymentState.Forbidden)
            + payments.Count(payment => payment.State == PaymentState.Refunded)
            + await context
                .Set<Refund>()
                .CountAsync(refund => refund.ReturnId != null && refund.AmountMinor > 0, cancellationToken)
            + shipments;
        return new(
            [.. Money(completed, returned, payments, gateways)],
            Stock(completed, returned, stock),
            Math.Max(0, gateways.Calls - needed)
        );
    }

    private static IEnumerable<MoneyAudit> Money(
        List<PlaceOrder> completed,
        List<ReturnOrder> returned,
        List<Payment> payments,
        SimulatorReport gateways
    ) =>
        payments
            .Select(payment => payment.Currency)
            .Concat(gateways.Captures.Select(capture => capture.Currency))
            .Concat(completed.Select(order => order.Currency))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(currency => new MoneyAudit(
                currency,
                payments
                    .Where(payment =>
                        payment.Currency == currency
                        && payment.State is PaymentState.Captured or PaymentState.Refunded
                    )
                    .Sum(payment => payment.CapturedMinor),
                payments.Where(payment => payment.Currency == currency).Sum(payment => payment.RefundedMinor),
                gateways
                    .Captures.Where(capture => capture.Currency == currency)
                    .Sum(capture => capture.AmountMinor - capture.RefundedMinor),
                completed.Where(order => order.Currency == currency).Sum(order => AmountOf(order.Lines)),
                returned.Where(item => item.Currency == currency).Sum(item => AmountOf(item.Lines))
            ));

    private static StockAudit Stock(
        List<PlaceOrder> completed,
        List<ReturnOrder> returned,
        List<StockItem> stock
    )
    {
        var back = returned
            .SelectMany(item => item.Lines)
            .Select(line => line with { Quantity = -line.Quantity });
        var away = completed
            .SelectMany(order => order.Lines)
            .Concat(back)
            .GroupBy(line => line.Sku)
            .ToDictionary(group => group.Key, group => group.Sum(line => (long)line.Quantity));
        var broken = stock
            .Where(item =>
                item.Initial != item.OnHand + item.Reserved + item.Shipped
                || item.OnHand < 0
                || item.Reserved != 0
                || item.Shipped != away.GetValueOrDefault(item.Sku)
            )
            .Select(item => item.Sku)
            .Concat(away.Keys.Except(stock.Select(item => item.Sku)))
            .Order(StringComparer.Ordinal);
        return new(stock.Count, stock.Sum(item => item.Shipped), [.. broken]);
    }

    private static long AmountOf(IReadOnlyList<OrderLine> lines) =>
        lines.Sum(line => line.Quantity * line.UnitPriceMinor);
}
