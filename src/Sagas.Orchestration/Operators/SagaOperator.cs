using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.Core.Decisions;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Operators;

internal sealed class SagaOperator(
    Deed deed,
    SagaDesks desks,
    IOptions<OperatorOptions> options,
    TimeProvider time
) : ISagaOperator
{
    public IReadOnlyList<LedgerLine> Ledger(SagaRecord saga) => desks.Find(saga.Type)?.Ledger(saga) ?? [];

    public async Task<OperatorOutcome> Apply(OperatorRequest request, CancellationToken cancellationToken)
    {
        if (desks.Find(request.SagaType) is not { } desk)
        {
            return OperatorOutcome.Refused(
                $"\"{request.SagaType}\" is no saga with a definition in this program. Hand-written machines are reached by messages of their own."
            );
        }

        if (request.Action == OperatorAction.Settle && string.IsNullOrWhiteSpace(request.Step))
        {
            return OperatorOutcome.Refused("Name the step to settle.");
        }

        return await deed.Do(
            Describe(request),
            (scope, transaction) => Act(scope, transaction, desk, request, cancellationToken),
            scope => scope.GetRequiredService<IBusOutbox>().Commit(cancellationToken),
            cancellationToken
        );
    }

    private async Task<OperatorOutcome> Act(
        IServiceProvider scope,
        ITransaction transaction,
        ISagaDesk desk,
        OperatorRequest request,
        CancellationToken cancellationToken
    )
    {
        var record = await transaction.FindSaga(request.SagaType, request.SagaId, cancellationToken);
        if (record is null)
        {
            return OperatorOutcome.Refused(
                $"There is no {request.SagaType} {request.SagaId}. One that was accepted a moment ago may not have started yet."
            );
        }

        if (MissingSecond(desk, record, request) is { } missing)
        {
            return OperatorOutcome.Refused(missing);
        }

        var stateBefore = record.State;
        var outlets = new Outlets(
            scope.GetRequiredService<ISendEndpointProvider>(),
            scope.GetRequiredService<IPublishEndpoint>(),
            transaction
        );
        return await Apply(desk, record, request, outlets) is { } obstacle
            ? OperatorOutcome.Refused(obstacle)
            : new(
                true,
                $"{record.Type} {record.BusinessKey ?? record.Id.ToString()}: {stateBefore} -> {record.State}"
            );
    }

    /// <returns>Why it was not done; null: it was.</returns>
    private async Task<string?> Apply(
        ISagaDesk desk,
        SagaRecord record,
        OperatorRequest request,
        Outlets outlets
    )
    {
        try
        {
            return await desk.Apply(record, request, outlets, time);
        }
        catch (Exception failure)
            when (failure is not (ConflictException or DatabaseAwayException or OperationCanceledException))
        {
            return OwnCode.Fault(failure);
        }
    }

    private static Deed.Request Describe(OperatorRequest request)
    {
        var saga = $"{request.SagaType} {request.SagaId}";
        return new(
            request.RequestId,
            request.Action.ToString(),
            request.Step is null ? saga : $"{saga}, step {request.Step}",
            request.By,
            request.Reason
        )
        {
            SecondBy = request.SecondBy,
            SagaType = request.SagaType,
            SagaId = request.SagaId,
        };
    }

    /// <summary>What settling takes above the configured amount: two people.</summary>
    private string? MissingSecond(ISagaDesk desk, SagaRecord record, OperatorRequest request)
    {
        if (request.Action != OperatorAction.Settle || options.Value.SecondPersonAboveMinor is not { } limit)
        {
            return null;
        }

        var worth = desk.Ledger(record).FirstOrDefault(line => line.Step == request.Step) switch
        {
            { AmountFault: { } fault } => $"an unknown amount ({fault})",
            { Amount: { } amount } when amount.AmountMinor > limit =>
                $"{amount.AmountMinor} {amount.Currency} (minor units)",
            _ => null,
        };
        return
            worth is not null
            && (string.IsNullOrWhiteSpace(request.SecondBy) || request.SecondBy == request.By)
            ? $"Step \"{request.Step}\" is worth {worth}, and above {limit} settling takes a second person. Name one who is not the first."
            : null;
    }
}
