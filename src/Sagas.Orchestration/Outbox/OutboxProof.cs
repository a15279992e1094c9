using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Sagas.Orchestration.Outbox;

/// <summary>
/// Proves that what this host sends and publishes in a scope lands in the outbox. A registration that replaced the
/// scope's endpoints would send beside it, and lose messages with no sign of it.
/// </summary>
public sealed record OutboxProof(Guid Id)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Sends and publishes in a scope of its own, looks, and commits nothing.</summary>
    /// <returns>What passes the outbox by, such as <c>publish</c>; null: nothing does.</returns>
    public static async Task<string?> FindLeak(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<BusOutbox>();
        try
        {
            return !await IsCaptured(scope.ServiceProvider, outbox, Publish, cancellationToken) ? "publish"
                : !await IsCaptured(scope.ServiceProvider, outbox, Send, cancellationToken) ? "send"
                : null;
        }
        finally
        {
            outbox.Forget();
        }
    }

    private static async Task<bool> IsCaptured(
        IServiceProvider scope,
        BusOutbox outbox,
        Func<IServiceProvider, CancellationToken, Task> send,
        CancellationToken cancellationToken
    )
    {
        var before = outbox.Captured;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            await send(scope, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The outbox answers at once; whatever it waited for was a broker.
        }

        return outbox.Captured == before + 1;
    }

    private static Task Publish(IServiceProvider scope, CancellationToken cancellationToken) =>
        scope
            .GetRequiredService<IPublishEndpoint>()
            .Publish(new OutboxProof(NewId.NextGuid()), cancellationToken);

    private static async Task Send(IServiceProvider scope, CancellationToken cancellationToken)
    {
        var endpoint = await scope
            .GetRequiredService<ISendEndpointProvider>()
            .GetSendEndpoint(Address.OfParticipant("outbox-proof"));
        await endpoint.Send(new OutboxProof(NewId.NextGuid()), cancellationToken);
    }
}
