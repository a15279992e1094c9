namespace Sagas.Orchestration.Lateness;

/// <summary>How many answers of a step took how long: a histogram, a row for each bucket that was hit.</summary>
public sealed class StepTimeRecord
{
    public required string SagaType { get; init; }

    public required int Version { get; init; }

    /// <summary>The state that waited, such as <c>payment</c> or <c>undo payment</c>. At most 256 characters.</summary>
    public required string State { get; init; }

    /// <inheritdoc cref="StepTimes.BucketOf"/>
    public required int Bucket { get; init; }

    public required long Count { get; set; }
}
