using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Claims;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Placing;

/// <summary>Puts commands into the database's outbox, from outside any consumer.</summary>
internal static class Postbox
{
    /// <summary>All of them in one transaction, or none.</summary>
    /// <exception cref="ConflictException">A claim was taken by somebody else.</exception>
    public static async Task Post(
        this IServiceScopeFactory scopes,
        Uri address,
        IEnumerable<Letter> letters,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<ISendEndpointProvider>();
        var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        var endpoint = await sender.GetSendEndpoint(address);
        var count = 0;
        foreach (var letter in letters)
        {
            count++;
            if (letter.Claim is { } claim)
            {
                work.Add(claim);
            }

            await endpoint.Send(
                letter.Command,
                letter.Command.GetType(),
                Pipe.Execute<SendContext>(context =>
                {
                    context.MessageId = letter.MessageId;
                    context.CorrelationId = letter.SagaId;
                    if (letter.Claim is not null)
                    {
                        // Nobody had the key, so there is no saga yet.
                        context.Headers.Set(SagaVersion.Header, 0L);
                    }
                }),
                cancellationToken
            );
        }

        if (count > 0)
        {
            await scope.ServiceProvider.GetRequiredService<IBusOutbox>().Commit(cancellationToken);
        }
    }
}

/// <param name="MessageId">The same for the same command: a repetition is recognised by it.</param>
/// <param name="Claim">What it takes, that nobody may have taken; null: nothing.</param>
internal sealed record Letter(object Command, Guid MessageId, Guid SagaId, ClaimRecord? Claim = null);
