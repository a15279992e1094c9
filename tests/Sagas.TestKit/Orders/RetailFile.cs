using System.Globalization;
using Microsoft.VisualBasic.FileIO;
using Sagas.TestKit.Services;

namespace Sagas.TestKit.Orders;

/// <summary>The real orders, read by another reader than the product's: what the ledgers are compared with.</summary>
public static class RetailFile
{
    private const string Name = "online-retail-december-2010.csv";

    /// <summary>In the folder of SAGAS_DATA, or in shared/data beside the repository.</summary>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable("SAGAS_DATA") is { Length: > 0 } folder)
        {
            return Path.Combine(folder, Name);
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, "shared", "data", Name);
            if (File.Exists(file))
            {
                return file;
            }
        }

        Requirement.Missing($"{Name} is not there. Name its folder in SAGAS_DATA.");
        return "";
    }

    /// <summary>Invoices with at least one sold article, by number.</summary>
    public static IReadOnlyList<JournalOrder> Orders(string file) =>
        [
            .. Lines(file)
                .Where(line => line.Invoice[0] != 'C' && line.Quantity > 0)
                .GroupBy(line => line.Invoice)
                .Select(invoice => new JournalOrder(
                    invoice.Key,
                    invoice.Sum(line => line.Quantity * line.Price),
                    Quantities(invoice)
                )),
        ];

    /// <summary>
    /// What comes back: for each line of a credit note, from the latest invoice above it of the same customer that still has as
    /// many of the article.
    /// </summary>
    public static IReadOnlyList<JournalReturn> Returns(string file)
    {
        var left = new OrderedDictionary<(string Invoice, string Customer, string Sku), long>();
        var returned = new List<(string Note, string? Order, Line Line)>();
        foreach (var line in Lines(file))
        {
            if (line.Invoice[0] == 'C')
            {
                var from = left.Where(sale =>
                        line.Customer.Length > 0
                        && sale.Key.Customer == line.Customer
                        && sale.Key.Sku == line.Sku
                        && sale.Value >= -line.Quantity
                    )
                    .Select(sale => sale.Key)
                    .LastOrDefault();
                if (from != default)
                {
                    left[from] += line.Quantity;
                }

                returned.Add((line.Invoice, from.Invoice, line));
            }
            else if (line.Quantity > 0)
            {
                var sale = (line.Invoice, line.Customer, line.Sku);
                left[sale] = left.GetValueOrDefault(sale) + line.Quantity;
            }
        }

        return
        [
            .. returned
                .GroupBy(item => (item.Note, item.Order))
                .Select(group => new JournalReturn(
                    group.Key.Order is { } order ? $"{group.Key.Note}-{order}" : group.Key.Note,
                    group.Key.Order,
                    -group.Sum(item => item.Line.Quantity * item.Line.Price),
                    Quantities(group.Select(item => item.Line with { Quantity = -item.Line.Quantity }))
                )),
        ];
    }

    private static Dictionary<string, long> Quantities(IEnumerable<Line> lines) =>
        lines.GroupBy(line => line.Sku).ToDictionary(sku => sku.Key, sku => sku.Sum(line => line.Quantity));

    private static List<Line> Lines(string file)
    {
        using var parser = new TextFieldParser(file) { TextFieldType = FieldType.Delimited };
        parser.SetDelimiters(",");
        parser.ReadFields();
        var lines = new List<Line>();
        while (parser.ReadFields() is { } fields)
        {
            var price = decimal.Parse(fields[5], CultureInfo.InvariantCulture);
            lines.Add(
                new(
                    fields[0],
                    fields[6],
                    fields[1],
                    long.Parse(fields[3], CultureInfo.InvariantCulture),
                    (long)(price * 100)
                )
            );
        }

        return lines;
    }

    private sealed record Line(string Invoice, string Customer, string Sku, long Quantity, long Price);
}
