using Sagas.Core.Definitions;

namespace Sagas.Fulfilment.Gateways;

/// <summary>
/// When a command is handled again whose gateway gave no answer. Each pause is about as long as the gateway has been away by then, so
/// that when it is back nobody waits much longer than it was gone.
/// </summary>
internal static class GatewayPauses
{
    private static readonly TimeSpan[] Later =
    [
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(20),
        TimeSpan.FromSeconds(40),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
    ];

    public static void Set(RetryBuilder policy) => policy.Later(Later);
}
