namespace Sagas.Operations.Verbs;

/// <summary>Every verb: one line each.</summary>
public static class VerbCatalogue
{
    public static IReadOnlyList<IVerb> Create() =>
        [new ListSagas(), new ShowSaga(), new ShowHistory(), new DrawDiagram()];
}
