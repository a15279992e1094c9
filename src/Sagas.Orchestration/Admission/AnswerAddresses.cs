using Microsoft.Extensions.Options;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Admission;

/// <summary>
/// Where a message may want its answer or its fault: at queues of our own, and at those that are configured. Anybody who may
/// publish could otherwise have a worker write to any queue of the broker, or make one.
/// </summary>
internal sealed class AnswerAddresses(
    SagaDesks desks,
    ConsumedQueues consumed,
    IOptions<AdmissionOptions> options
)
{
    private static readonly string[] Short = ["queue", "exchange"];

    private readonly Lazy<HashSet<string>> _names = new(() =>
        [.. desks.Queues, .. consumed.Names, .. options.Value.AnswerNames]
    );

    /// <param name="here">The address of the queue that the message came to.</param>
    public bool Allows(Uri address, Uri here)
    {
        if (Short.Contains(address.Scheme))
        {
            return _names.Value.Contains(address.AbsolutePath);
        }

        var (path, ours) = (address.AbsolutePath, here.AbsolutePath);
        var cut = path.LastIndexOf('/') + 1;
        return address.Scheme == here.Scheme
            && string.Equals(address.Authority, here.Authority, StringComparison.OrdinalIgnoreCase)
            && string.Equals(path[..cut], ours[..(ours.LastIndexOf('/') + 1)], StringComparison.Ordinal)
            && _names.Value.Contains(Uri.UnescapeDataString(path[cut..]));
    }
}
