using Sagas.Fulfilment.Orders;

namespace Sagas.Tests.Fulfilment;

internal static class OrderSamples
{
    public static PlaceOrder Small { get; } =
        new(
            "536365",
            "17850",
            "United Kingdom",
            "GBP",
            [new("85123A", 6, 255), new("71053", 6, 339), new("85123A", 2, 255)]
        );

    public static PlaceOrder WithLine(string? sku = "85123A", int quantity = 1, long unitPriceMinor = 255) =>
        Small with
        {
            Lines = [new(sku!, quantity, unitPriceMinor)],
        };
}
