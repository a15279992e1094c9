using System.Globalization;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Messaging;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Retention;
using Sagas.Storage;
using Sagas.Worker.Watchdog;

namespace Sagas.Worker.Configuration;

/// <summary>A setting that nobody reads is a mistake, and is told with the nearest one that exists.</summary>
internal static class UnknownKeys
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        (WorkerOptions.Section, typeof(WorkerOptions)),
        (DatabaseOptions.Section, typeof(DatabaseOptions)),
        (BrokerOptions.Section, typeof(BrokerOptions)),
        (HttpOptions.Section, typeof(HttpOptions)),
        (AdmissionOptions.Section, typeof(AdmissionOptions)),
        (OutboxOptions.Section, typeof(OutboxOptions)),
        (InboxOptions.Section, typeof(InboxOptions)),
        (RetentionOptions.Section, typeof(RetentionOptions)),
        (LatenessOptions.Section, typeof(LatenessOptions)),
        (DeadLetterOptions.Section, typeof(DeadLetterOptions)),
        (OrderOptions.Section, typeof(OrderOptions)),
        (OperatorOptions.Section, typeof(OperatorOptions)),
        (WatchdogOptions.Section, typeof(WatchdogOptions)),
        (InventoryOptions.Section, typeof(InventoryOptions)),
        (SimulatorOptions.Section, typeof(SimulatorOptions)),
        (GatewayOptions.PaymentsSection, typeof(GatewayOptions)),
        (GatewayOptions.ShippingSection, typeof(GatewayOptions)),
    ];

    private static readonly string[] Known =
    [
        .. Sections.SelectMany(section =>
            section.Options.GetProperties().Select(property => $"{section.Section}:{property.Name}")
        ),
    ];

    /// <summary>Their entries are keys of their own, such as <c>Sagas:Roles:0</c>.</summary>
    private static readonly string[] Lists =
    [
        .. Sections.SelectMany(section =>
            section
                .Options.GetProperties()
                .Where(property => typeof(IEnumerable<string>).IsAssignableFrom(property.PropertyType))
                .Select(property => $"{section.Section}:{property.Name}:")
        ),
    ];

    public static IEnumerable<string> Find(IConfiguration configuration) =>
        configuration
            .GetSection(WorkerOptions.Section)
            .AsEnumerable()
            .Where(pair => pair.Value is not null && !IsKnown(pair.Key))
            .Select(pair => $"{pair.Key} is not a setting. Did you mean {Nearest(pair.Key)}?");

    private static bool IsKnown(string key) =>
        Known.Any(known => key.Equals(known, StringComparison.OrdinalIgnoreCase))
        || Lists.Any(list =>
            key.StartsWith(list, StringComparison.OrdinalIgnoreCase)
            && int.TryParse(key[list.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _)
        );

    private static string Nearest(string key) => Known.MinBy(known => Distance(key, known))!;

    /// <summary>Levenshtein's distance, letters in any case.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var isSame = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                var cost = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (isSame ? 0 : 1));
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[^1];
    }
}
