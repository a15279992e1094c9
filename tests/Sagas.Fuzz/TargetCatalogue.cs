using Sagas.Fuzz.Targets;

namespace Sagas.Fuzz;

/// <summary>Every target: one line each.</summary>
internal static class TargetCatalogue
{
    public static IReadOnlyList<ITarget> Create() =>
        [
            new EnvelopeTarget(),
            new HeaderTarget(),
            new DeadLetterTarget(),
            new PatchTarget(),
            new RequestTarget(),
            new JsonLinesTarget(),
            new CsvTarget(),
            new CreditNoteTarget(),
            new CommandLineTarget(),
            new DefinitionTarget(),
        ];
}
