namespace Sagas.Orchestration.Clocks;

public interface IClockStore
{
    /// <summary>The database's clock, to the millisecond.</summary>
    Task<DateTimeOffset> Now(CancellationToken cancellationToken);
}
