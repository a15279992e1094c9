namespace Sagas.Orchestration.Timers;

/// <param name="SagaId">Null: all.</param>
/// <param name="Purpose">Null: all.</param>
/// <param name="Limit">From 1 to 10,000.</param>
public sealed record TimerFilter(Guid? SagaId = null, TimerPurpose? Purpose = null, int Limit = 50);

/// <summary>How many timers of a purpose are due until a time, and not before the forecast's earlier time.</summary>
public sealed record TimerForecast(TimerPurpose Purpose, TimeSpan? Within, long Count);
