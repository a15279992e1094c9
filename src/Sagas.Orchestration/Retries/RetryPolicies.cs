using Microsoft.Extensions.Options;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Order;

namespace Sagas.Orchestration.Retries;

/// <summary>The policy of each message, by its type: a step's where its command is consumed, ours everywhere else.</summary>
internal sealed class RetryPolicies(RetryPlans plans, IOptions<RetryOptions> options)
{
    /// <summary>Of messages that no step speaks of, and of the queues of sagas.</summary>
    private RetryPolicy Ours =>
        RetryPolicy.Default with
        {
            Rules =
            [
                new(typeof(InvalidStartException), RetryTiers.None),
                new(typeof(KeyConflictException), RetryTiers.None),
                new(typeof(TooManyWaitingException), RetryTiers.None),
                new(typeof(SagaMissingException), new([], options.Value.Orphans)),
            ],
        };

    public RetryPolicy Of(Type message) => plans.Find(message)?.Policy ?? Ours;

    /// <summary>The saga whose step sends the message; null when there is none, or several.</summary>
    public string? SagaOf(Type message) => plans.Find(message)?.Saga;
}
