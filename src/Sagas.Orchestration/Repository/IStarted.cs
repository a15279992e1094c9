namespace Sagas.Orchestration.Repository;

/// <summary>An instance that knows when it started, as its row does.</summary>
internal interface IStarted
{
    DateTimeOffset StartedAt { get; set; }
}
