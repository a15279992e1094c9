using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sagas.TestKit.Orders;

namespace Sagas.Chaos.Driving;

/// <summary>An order that the driver places. It follows from the seed and its number.</summary>
internal sealed record ChaosOrder(string Key, string Currency, IReadOnlyList<ChaosLine> Lines)
{
    private const int Articles = 200;
    private const int MostLines = 3;
    private const int MoreThanThereIs = 500_000;
    private const int PercentOutOfStock = 4;
    private static readonly string[] Currencies = ["GBP", "EUR", "USD"];

    public long AmountMinor => Lines.Sum(line => line.Quantity * line.UnitPriceMinor);

    /// <summary>The body of a request.</summary>
    public string Json =>
        JsonSerializer.Serialize(
            new
            {
                key = Key,
                customer = "17850",
                country = "United Kingdom",
                currency = Currency,
                lines = Lines.Select(line => new
                {
                    sku = line.Sku,
                    quantity = line.Quantity,
                    unitPriceMinor = line.UnitPriceMinor,
                }),
            }
        );

    /// <summary>Equal for equal payloads.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json)));

    public static ChaosOrder Of(int seed, string prefix, int number)
    {
        var random = new Random(HashCode(seed, prefix, number));
        var isTooMuch = random.Next(100) < PercentOutOfStock;
        var lines = Enumerable
            .Range(0, random.Next(1, MostLines + 1))
            .Select(line => new ChaosLine(
                $"SKU-{(random.Next(Articles / MostLines) * MostLines) + line:000}",
                isTooMuch ? MoreThanThereIs : random.Next(1, 10),
                random.Next(1, 5_000)
            ));
        return new($"{prefix}-{number}", Currencies[random.Next(Currencies.Length)], [.. lines]);
    }

    /// <summary>The same key with something else in it: a conflict.</summary>
    public ChaosOrder Other() => this with { Lines = [Lines[0] with { Quantity = Lines[0].Quantity + 1 }] };

    public JournalOrder Journal =>
        new(
            Key,
            AmountMinor,
            Lines
                .GroupBy(line => line.Sku)
                .ToDictionary(sku => sku.Key, sku => sku.Sum(line => (long)line.Quantity))
        );

    /// <summary>The framework's own hash differs from process to process.</summary>
    private static int HashCode(int seed, string prefix, int number) =>
        BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {prefix} {number}")));
}

internal sealed record ChaosLine(string Sku, int Quantity, long UnitPriceMinor);
