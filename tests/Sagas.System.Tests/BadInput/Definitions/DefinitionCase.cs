namespace Sagas.SystemTests.BadInput.Definitions;

/// <summary>A definition with one fault.</summary>
internal sealed record DefinitionCase(string Name, Sketch Sketch, string Says)
    : BadCase(Doors.Definitions, Name);
