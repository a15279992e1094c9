namespace Sagas.Checker.Orchestrator;

/// <summary>The tables of the orchestrator itself. Nothing that the ledgers can say is taken from here.</summary>
/// <param name="Actions">What people did: the audit.</param>
/// <param name="DueTimers">Timers that are due and have not fired.</param>
internal sealed record OrchestratorTables(
    IReadOnlyList<SagaRow> Sagas,
    IReadOnlyList<HistoryRow> History,
    IReadOnlyList<OperatorAction> Actions,
    long DueTimers
)
{
    public ILookup<(string Type, Guid Id), HistoryRow> HistoryOf { get; } =
        History.OrderBy(entry => entry.Sequence).ToLookup(entry => (entry.SagaType, entry.SagaId));

    public ILookup<(string Type, Guid Id), Told> ToldOf { get; private init; } = null!;

    /// <summary>The same with each history told anew.</summary>
    public OrchestratorTables Told()
    {
        var told = Sagas
            .Where(saga => Script.Of(saga.Type) is not null)
            .Select(saga =>
                (
                    (saga.Type, saga.Id),
                    Teller.Tell(Script.Of(saga.Type)!, [.. HistoryOf[(saga.Type, saga.Id)]])
                )
            )
            .ToLookup(pair => pair.Item1, pair => pair.Item2);
        return this with { ToldOf = told };
    }
}

internal sealed record SagaRow(
    string Type,
    Guid Id,
    string Key,
    string State,
    long Version,
    int DefinitionVersion,
    string? Reason,
    string Data,
    DateTimeOffset? EndedAt,
    DateTimeOffset StartedAt
)
{
    public string Name => $"{Type} {Key}";
}

internal sealed record HistoryRow(
    string SagaType,
    Guid SagaId,
    long Sequence,
    string Kind,
    string? Step,
    string State,
    Guid Cause,
    DateTimeOffset At
);

internal sealed record OperatorAction(
    Guid RequestId,
    string Action,
    string Target,
    Guid? SagaId,
    string By,
    string Reason,
    string Outcome
);
