namespace Sagas.Tests.Core;

internal sealed record SetSail(string Key, int Price);

internal sealed record SailSet(Guid VoyageId);

internal sealed record DoStep(Guid VoyageId, Guid Key, string Step, int Price);

internal sealed record StepDone(Guid VoyageId, Guid Key, string Note);

internal sealed record StepRefused(Guid VoyageId, Guid Key, string Why);

internal sealed record UndoStep(Guid VoyageId, Guid Key, string Step);

internal sealed record StepUndone(Guid VoyageId, Guid Key);

internal sealed record VoyageReminder(Guid VoyageId);

internal sealed record VoyageEnded(Guid VoyageId, string Log);

internal sealed record VoyageUndone(Guid VoyageId, string Why);

/// <summary>What the test sagas keep: the notes of the replies show in which order they came.</summary>
internal sealed record Voyage(Guid Id, int Price, string Log);
