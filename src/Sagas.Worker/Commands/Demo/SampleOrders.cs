using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sagas.Fulfilment.Orders;

namespace Sagas.Worker.Commands.Demo;

/// <summary>Orders that look like a shop's, the same for the same seed. Some want more than there is.</summary>
[SuppressMessage(
    "Security",
    "CA5394:Do not use insecure randomness",
    Justification = "Samples are to repeat with their seed; nothing is kept secret by it."
)]
internal static class SampleOrders
{
    /// <summary>Of each article, when it is first asked for.</summary>
    public const int OpeningStock = 1_000;

    private const int Articles = 60;
    private const int MostLines = 5;
    private const int MostPieces = 12;
    private const int LowestPrice = 95;
    private const int HighestPrice = 4_995;
    private const int FirstCustomer = 12_000;
    private const int Customers = 400;

    /// <summary>Every so many orders, one asks for more of an article than there ever was.</summary>
    private const int GreedyEvery = 25;

    private static readonly (string Country, string Currency)[] Places =
    [
        ("United Kingdom", "GBP"),
        ("United Kingdom", "GBP"),
        ("Germany", "EUR"),
        ("France", "EUR"),
        ("Netherlands", "EUR"),
        ("United States", "USD"),
        ("Norway", "NOK"),
    ];

    public static IReadOnlyList<PlaceOrder> Generate(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, count).Select(number => Generate(number, seed, random))];
    }

    private static PlaceOrder Generate(int number, int seed, Random random)
    {
        var (country, currency) = Places[random.Next(Places.Length)];
        var lines = Enumerable.Range(0, random.Next(1, MostLines + 1)).Select(_ => Line(random)).ToList();
        if (number % GreedyEvery == 0)
        {
            lines[0] = lines[0] with { Quantity = OpeningStock + random.Next(1, OpeningStock) };
        }

        return new(
            string.Create(CultureInfo.InvariantCulture, $"DEMO-{seed}-{number:0000}"),
            string.Create(CultureInfo.InvariantCulture, $"{FirstCustomer + random.Next(Customers)}"),
            country,
            currency,
            lines
        );
    }

    private static OrderLine Line(Random random)
    {
        var article = random.Next(Articles);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"A-{article:000}"),
            random.Next(1, MostPieces + 1),
            // An article has one price, whoever buys it.
            LowestPrice + (article * (HighestPrice - LowestPrice) / Articles)
        );
    }
}
