namespace Sagas.SystemTests.BadInput.Amqp;

/// <summary>A counter as <c>/metrics</c> shows it.</summary>
internal sealed record Metric(string Name, string Labels, int By = 1)
{
    public static Metric Refused(string queue, string fault) =>
        new("sagas_refused_total", $"queue=\"{queue}\" fault=\"{fault}\"");

    public static Metric DeadLettered(string consumer) =>
        new("sagas_dead_lettered_total", $"consumer=\"{consumer}\"");

    public static Metric Ignored(string saga, string why) =>
        new("sagas_ignored_total", $"saga=\"{saga}\" as=\"{why}\"");

    public static Metric Orphaned(string saga) => new("sagas_orphans_total", $"saga=\"{saga}\"");

    public static Metric Address(string queue, string kind, int by = 1) =>
        new("sagas_ignored_addresses_total", $"queue=\"{queue}\" kind=\"{kind}\"", by);

    /// <summary>Its value on a page of metrics; 0 when it is not there.</summary>
    public double On(string page) =>
        page.Split('\n')
            .Where(line => line.StartsWith(Name + "{", StringComparison.Ordinal))
            .Where(line => Labels.Split(' ').All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(line =>
                double.Parse(
                    line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0],
                    System.Globalization.CultureInfo.InvariantCulture
                )
            );
}
