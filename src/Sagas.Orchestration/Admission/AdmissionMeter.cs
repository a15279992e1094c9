using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Sagas.Orchestration.Admission;

/// <summary>What was not let in.</summary>
internal sealed class AdmissionMeter(Meter meter)
{
    private readonly Counter<long> _refused = meter.CreateCounter<long>(
        "sagas.refused",
        "{message}",
        "Messages that were not let in, by what is wrong with them."
    );

    private readonly Counter<long> _ignoredAddresses = meter.CreateCounter<long>(
        "sagas.ignored_addresses",
        "{address}",
        "Response and fault addresses of messages that are no queues of ours."
    );

    public void Refused(string queue, MessageFault fault) =>
        _refused.Add(
            1,
            new("queue", queue),
            new("fault", JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.ToString()))
        );

    /// <param name="kind">Of the address: response or fault.</param>
    public void AddressIgnored(string queue, string kind) =>
        _ignoredAddresses.Add(1, new("queue", queue), new("kind", kind));
}
