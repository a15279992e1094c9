using Sagas.Checker.Invariants;

namespace Sagas.Checker;

/// <summary>Every invariant: one line each. Those that are read from the orchestrator itself come last.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new OneSagaForEachOrder(),
        new OnePayloadForEachKey(),
        new OneEffectForEachStep(),
        new NetEffectsFitTheOutcome(),
        new OnlyWhatWasDoneIsUndone(),
        new UndoneInReverse(),
        new NothingForwardAfterTheUndo(),
        new MoneyAddsUp(),
        new StockAddsUp(),
        new LedgersEqualTheJournal(),
        new ForwardOnlyAfterThePivot(),
        new NoCrossTalk(),
        new SaysSomething(),
        new MessagesConserved(),
        new DeadLettersAreKept(),
        new ComesToRest(),
        new OneSagaRowForEachOrder(),
        new OneEndThatIsTheLast(),
        new StoredAsTold(),
        new HistoryWithoutGaps(),
        new EachMessageAppliedOnce(),
        new DecidedCommandsArrive(),
        new ShownFitsTheLedgers(),
        new UndoneWasAskedFor(),
        new UndoneInReverseInHistory(),
        new DeadlinesCountOnce(),
        new ForwardOnlyAfterThePivotInHistory(),
        new NoCrossTalkInHistory(),
        new OneAuditRowForEachAction(),
        new KnownDefinitionVersion(),
        new NoLostUpdate(),
    ];
}
