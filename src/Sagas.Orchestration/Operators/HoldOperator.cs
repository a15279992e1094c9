using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Operators;

internal sealed class HoldOperator(Deed deed, IHoldStore store, TimeProvider time) : IHoldOperator
{
    public Task<OperatorOutcome> Hold(HoldRequest request, CancellationToken cancellationToken) =>
        Do(
            "Hold",
            request,
            (transaction, before) =>
            {
                if (before is not null)
                {
                    return OperatorOutcome.Refused(
                        $"{Target(request)} is held already, by {before.By}: {before.Reason}"
                    );
                }

                transaction.Add(
                    new HoldRecord
                    {
                        Id = NewId.NextGuid(),
                        Scope = request.Scope,
                        Name = NameOf(request),
                        By = request.By,
                        Reason = request.Reason,
                        At = time.GetUtcNow(),
                    }
                );
                return new(true, $"{Target(request)} is held.");
            },
            cancellationToken
        );

    public Task<OperatorOutcome> Release(HoldRequest request, CancellationToken cancellationToken) =>
        Do(
            "Release",
            request,
            (transaction, before) =>
            {
                if (before is null)
                {
                    return OperatorOutcome.Refused($"{Target(request)} is not held.");
                }

                if (request.PerSecond is < 1 or > HoldRequest.MostPerSecond)
                {
                    return OperatorOutcome.Refused(
                        $"The rate is {request.PerSecond} a second. Give 1 to {HoldRequest.MostPerSecond}."
                    );
                }

                transaction.Release(before, request.PerSecond);
                return new(true, $"{Target(request)} is released, {request.PerSecond} messages a second.");
            },
            cancellationToken
        );

    private Task<OperatorOutcome> Do(
        string action,
        HoldRequest request,
        Func<ITransaction, HoldRecord?, OperatorOutcome> act,
        CancellationToken cancellationToken
    ) =>
        deed.Do(
            new(request.RequestId, action, Target(request), request.By, request.Reason),
            async (_, transaction) =>
            {
                var holds = await store.List(cancellationToken);
                return act(
                    transaction,
                    holds.FirstOrDefault(hold => hold.Scope == request.Scope && hold.Name == NameOf(request))
                );
            },
            scope => scope.GetRequiredService<ITransaction>().Commit(null, cancellationToken),
            cancellationToken
        );

    private static string NameOf(HoldRequest request) =>
        request.Scope == HoldScope.Saga ? request.Name.ToUpperInvariant() : request.Name;

    private static string Target(HoldRequest request) =>
        request.Scope switch
        {
            HoldScope.Participant => $"participant {request.Name}",
            HoldScope.SagaType => $"saga type {request.Name}",
            _ => $"saga {request.Name}",
        };
}
