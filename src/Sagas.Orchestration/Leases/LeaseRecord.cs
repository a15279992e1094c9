namespace Sagas.Orchestration.Leases;

/// <summary>What only one host may do at a time, and who does it until when.</summary>
public sealed class LeaseRecord
{
    /// <summary>At most 256 characters.</summary>
    public required string Name { get; init; }

    public required Guid Owner { get; set; }

    public required DateTimeOffset Until { get; set; }
}
