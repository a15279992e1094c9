namespace Sagas.Worker.Commands.Placing;

/// <summary>How many sagas ended in one way.</summary>
/// <param name="RefusedStep">The step whose participant refused; null when none did.</param>
internal sealed record OutcomeCount(string State, string? RefusedStep, string? Reason, int Count);
