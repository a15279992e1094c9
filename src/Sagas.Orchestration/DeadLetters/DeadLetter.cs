namespace Sagas.Orchestration.DeadLetters;

/// <summary>A dead letter with its body.</summary>
public sealed record DeadLetter(DeadLetterRecord Record, DeadLetterBodyRecord Body);
