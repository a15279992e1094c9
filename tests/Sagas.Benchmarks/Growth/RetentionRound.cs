namespace Sagas.Benchmarks.Growth;

/// <summary>Sagas a second.</summary>
/// <param name="Alone">That ended while nothing was removed.</param>
/// <param name="WhileRemoving">That ended meanwhile.</param>
/// <param name="Removed">Ended sagas.</param>
internal sealed record RetentionRound(double Alone, double WhileRemoving, double Removed);
