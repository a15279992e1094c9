using System.ComponentModel.DataAnnotations;

namespace Sagas.Orchestration.Order;

/// <summary>How many messages of a saga wait behind a dead one, and for how long.</summary>
public sealed class OrderOptions
{
    public const string Section = "Sagas:Order";

    /// <summary>Messages of one saga that wait; what comes beyond them is a dead letter itself. 1 to 10,000; 100.</summary>
    [Range(1, 10_000)]
    public int MostWaiting { get; set; } = 100;

    /// <summary>Minutes after which a message is handled without what it waited for. 1 to 43,200 (30 days); 1,440 (a day).</summary>
    [Range(1, 43_200)]
    public int LongestWaitMinutes { get; set; } = 1_440;

    internal TimeSpan LongestWait => TimeSpan.FromMinutes(LongestWaitMinutes);
}
