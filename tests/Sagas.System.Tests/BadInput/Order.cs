using System.Text;

namespace Sagas.SystemTests.BadInput;

/// <summary>A good order, and what is made of it by putting something else into one of its places.</summary>
internal static class Order
{
    /// <summary>Where a fault goes; no text of JSON looks like it.</summary>
    private const string Place = "@HERE@";

    public static string Good(string key) =>
        $$"""{"key":"{{key}}","customer":"17850","country":"France","currency":"EUR","lines":[{"sku":"85123A","quantity":6,"unitPriceMinor":255}]}""";

    /// <summary>The order with a fault for its customer, or the fault alone when it is a whole document.</summary>
    public static byte[] With(string key, JsonFault fault) =>
        fault.IsWhole
            ? fault.Bytes
            : Put(Good(key).Replace("\"17850\"", Place, StringComparison.Ordinal), fault.Bytes);

    /// <summary>The order with a text replaced by another.</summary>
    public static string With(string key, string old, string with) =>
        Good(key).Contains(old, StringComparison.Ordinal)
            ? Good(key).Replace(old, with, StringComparison.Ordinal)
            : throw new ArgumentException($"There is no {old} in an order.", nameof(old));

    /// <summary>A text in which bytes take the place of <c>@HERE@</c>.</summary>
    public static byte[] Put(string text, byte[] bytes)
    {
        var at = text.IndexOf(Place, StringComparison.Ordinal);
        return
        [
            .. Encoding.UTF8.GetBytes(text[..at]),
            .. bytes,
            .. Encoding.UTF8.GetBytes(text[(at + Place.Length)..]),
        ];
    }
}
