using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Operators;

internal sealed class SagaDesk<TData>(SagaDefinition<TData> definition) : ISagaDesk
    where TData : class
{
    public string Saga => definition.Name;

    public ISagaPlan Plan => definition.Plan;

    public IReadOnlyList<OpenStep> Open(SagaRecord record)
    {
        var instance = Read(record);
        return
        [
            .. Plan
                .Outline.Where(step => instance.Saga?.Steps.GetValueOrDefault(step.Name) is { IsOpen: true })
                .Select(step => new OpenStep(
                    step,
                    instance.Saga!.Steps[step.Name],
                    instance.AskedAt.TryGetValue(step.Name, out var since) ? since : null
                )),
        ];
    }

    public IReadOnlyList<LedgerLine> Ledger(SagaRecord record) =>
        Read(record).Saga is { Data: not null } saga ? CompensationLedger.Of(definition.Plan, saga) : [];

    public Guid SagaOf(object message) =>
        message switch
        {
            StepDeadline deadline => deadline.SagaId,
            SagaDeadline deadline => deadline.SagaId,
            StepReminder reminder => reminder.SagaId,
            CancelSaga cancel => cancel.SagaId,
            _ when message.GetType() == Plan.StartType => DerivedId.OfSaga(
                Saga,
                definition.Plan.Start.Key(message)
            ),
            _ => definition.Plan.Contract(message.GetType()).SagaId(message),
        };

    public IRehearsal Rehearse(Guid id, SagaRecord? record) =>
        new Rehearsal<TData>(
            definition.Plan,
            (record is null ? null : Read(record).Saga) ?? Saga<TData>.NotStarted(id)
        );

    public async Task<string?> Apply(
        SagaRecord record,
        OperatorRequest request,
        Outlets outlets,
        TimeProvider time
    )
    {
        var instance = Read(record);
        var answer = HandWrittenAnswer.Of(definition.Plan, request, record.Id);
        if (answer.Problem is { } problem)
        {
            return problem;
        }

        var change = await new SagaShell<TData>(definition.Plan, time).Apply(
            outlets,
            instance,
            InputOf(request, answer.Message)
        );
        if (change.IgnoredAs is not null)
        {
            return change.Detail;
        }

        RecordedSaga.Update(
            outlets.Transaction!,
            record,
            instance,
            change,
            request.RequestId,
            time.GetUtcNow()
        );
        return null;
    }

    private static Input InputOf(OperatorRequest request, object? answer) =>
        request.Action switch
        {
            OperatorAction.Cancel => new Input.Cancel(request.By, request.Reason),
            OperatorAction.Resume => new Input.Resume(request.By, request.Reason),
            _ => new Input.Settle(request.Step ?? "", answer, request.By, request.Reason),
        };

    private static SagaInstance<TData> Read(SagaRecord record) =>
        RecordedSaga.Read<SagaInstance<TData>>(record);
}
