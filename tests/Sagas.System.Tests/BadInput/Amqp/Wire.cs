using System.Text;

namespace Sagas.SystemTests.BadInput.Amqp;

/// <summary>Builds what goes on the wire.</summary>
internal static class Wire
{
    public const string PlaceOrder = "Sagas.Fulfilment.Orders:PlaceOrder";
    public const string Inventory = "Sagas.Fulfilment.Participants.Inventory:";
    public const string Payments = "Sagas.Fulfilment.Participants.Payments:";
    public const string Shipping = "Sagas.Fulfilment.Participants.Shipping:";
    public const string Machines = "Sagas.Orchestration.Machines:";

    /// <param name="more">Members of the envelope, each with a comma after it.</param>
    public static string Envelope(Guid id, string type, string message, string more = "") =>
        $$$"""{{{{more}}}"messageId":"{{{id}}}","messageType":["urn:message:{{{type}}}"],"message":{{{message}}}}""";

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>An order whose rules are broken, so that nothing comes of it even when it is let in.</summary>
    public static string BadOrder(Guid id) => Order.With($"BAD-{id:N}", "\"quantity\":6", "\"quantity\":-6");

    /// <summary>A key that is in nobody's books.</summary>
    public static string KeyOf(Guid id) => $"BAD-{id:N}";
}
