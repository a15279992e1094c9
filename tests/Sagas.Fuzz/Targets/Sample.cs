using System.Text;

namespace Sagas.Fuzz.Targets;

/// <summary>What targets begin with.</summary>
internal static class Sample
{
    public const string Order =
        """{"key":"A-1","customer":"17850","country":"France","currency":"EUR","lines":[{"sku":"85123A","quantity":6,"unitPriceMinor":255}]}""";

    public const string Return =
        """{"key":"R-1","orderKey":"A-1","currency":"EUR","lines":[{"sku":"85123A","quantity":2,"unitPriceMinor":255}]}""";

    public static readonly string[] JsonWords =
    [
        "null",
        "true",
        "1e400",
        "-0",
        "99999999999999999999",
        "\\u0000",
        "\\ud800",
        "\\ud83d\\ude00",
        "{\"a\":",
        "[[[[",
        "]]]]",
        "}}}}",
        "//x\n",
        ",,",
        "\"\"",
        "NaN",
        "\uFEFF",
    ];

    public static string Envelope(string type, string message) =>
        $$$"""{"messageId":"01020304-0506-0708-090a-0b0c0d0e0f10","correlationId":"11020304-0506-0708-090a-0b0c0d0e0f10","sourceAddress":"rabbitmq://localhost/x","responseAddress":"queue:order-saga","messageType":["urn:message:{{{type}}}"],"message":{{{message}}},"sentTime":"2026-11-01T12:00:00Z","headers":{"tenant":"blue"},"host":{"machineName":"m"}}""";

    public static byte[][] Bytes(params IEnumerable<string> texts) =>
        [.. texts.Select(Encoding.UTF8.GetBytes)];
}
