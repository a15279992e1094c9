namespace Sagas.Worker.Hosting;

/// <summary>How a host is built.</summary>
/// <param name="Arguments">Settings from the command line, as <c>--Sagas:Key=value</c>.</param>
/// <param name="IsQuiet">Log warnings only, for commands that draw on the terminal.</param>
internal sealed record HostSettings(IReadOnlyList<string> Arguments, bool IsQuiet = false)
{
    /// <summary>Settings that go before all others.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } = new Dictionary<string, string?>();

    /// <summary>For commands that never start the host: gateways may be missing in the configuration.</summary>
    public bool NeedsOnlyDatabase { get; init; }
}
