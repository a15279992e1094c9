using System.Text.Json;

namespace Sagas.SystemTests;

/// <summary>A small order, as a client sends it.</summary>
internal static class SampleOrder
{
    public const int Quantity = 2;
    public const long AmountMinor = 500;

    public static string Json(string key, int quantity = Quantity, string currency = "GBP", int lines = 1) =>
        JsonSerializer.Serialize(
            new
            {
                key,
                customer = "17850",
                country = "United Kingdom",
                currency,
                lines = Enumerable
                    .Range(0, lines)
                    .Select(line => new
                    {
                        sku = $"SKU-{line}",
                        quantity,
                        unitPriceMinor = 250,
                    }),
            }
        );

    /// <summary>The order as a command on the wire, in MassTransit's envelope.</summary>
    public static string Envelope(
        string order,
        string messageType = "urn:message:Sagas.Fulfilment.Orders:PlaceOrder",
        Guid? messageId = null
    ) =>
        $$"""{"messageId":"{{messageId ?? MassTransit.NewId.NextGuid()}}","messageType":["{{messageType}}"],"message":{{order}}}""";
}
