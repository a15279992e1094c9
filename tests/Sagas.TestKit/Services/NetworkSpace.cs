namespace Sagas.TestKit.Services;

/// <summary>
/// A network namespace with one address, on a bridge of its own kind: a machine of its own, as far as the network goes. Its link can be
/// taken down, and nothing else of the machine is touched.
/// </summary>
internal sealed class NetworkSpace : IAsyncDisposable
{
    private readonly string _link;

    private NetworkSpace(string name, string link, string address)
    {
        (Name, _link, Address) = (name, link, address);
    }

    public string Name { get; }

    public string Address { get; }

    public static async Task<NetworkSpace> Create(string name, string bridge, string address)
    {
        var space = new NetworkSpace(name, $"{name}l", address);
        await Ip("netns", "add", name);
        await Ip("link", "add", space._link, "type", "veth", "peer", "name", "eth0", "netns", name);
        await Ip("link", "set", space._link, "master", bridge);
        await Ip("link", "set", space._link, "up");
        await Ip("-n", name, "link", "set", "lo", "up");
        await Ip("-n", name, "link", "set", "eth0", "up");
        await Ip("-n", name, "addr", "add", $"{address}/24", "dev", "eth0");
        return space;
    }

    /// <summary>Nobody reaches it, and it reaches nobody: connections hang, as they do when a cable is pulled.</summary>
    public Task Cut() => Ip("link", "set", _link, "down");

    public Task Mend() => Ip("link", "set", _link, "up");

    public async ValueTask DisposeAsync()
    {
        // First the link: a connection that nobody closed keeps the namespace, and the link with it, for minutes.
        await Ip("link", "del", _link);
        await Ip("netns", "del", Name);
    }

    public static Task Ip(params string[] arguments) => OwnServer.Run("ip", arguments);
}
