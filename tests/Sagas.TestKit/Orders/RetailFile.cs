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
    public static IReadOnlyList<JournalOrder> Orders(string file)
    {
        using var parser = new TextFieldParser(file) { TextFieldType = FieldType.Delimited };
        parser.SetDelimiters(",");
        parser.ReadFields();
        var lines = new List<(string Invoice, string Sku, long Quantity, long Price)>();
        while (parser.ReadFields() is { } fields)
        {
            var price = decimal.Parse(fields[5], CultureInfo.InvariantCulture);
            lines.Add(
                (
                    fields[0],
                    fields[1],
                    long.Parse(fields[3], CultureInfo.InvariantCulture),
                    (long)(price * 100)
                )
            );
        }

        return
        [
            .. lines
                .Where(line => line.Invoice[0] != 'C' && line.Quantity > 0)
                .GroupBy(line => line.Invoice)
                .Select(invoice => new JournalOrder(
                    invoice.Key,
                    invoice.Sum(line => line.Quantity * line.Price),
                    invoice
                        .GroupBy(line => line.Sku)
                        .ToDictionary(sku => sku.Key, sku => sku.Sum(line => line.Quantity))
                )),
        ];
    }
}

/// <summary>What the driver of a test asked for.</summary>
public sealed record JournalOrder(string Key, long AmountMinor, IReadOnlyDictionary<string, long> Quantities);
