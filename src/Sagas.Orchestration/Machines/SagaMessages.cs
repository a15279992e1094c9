using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Machines;

/// <summary>The ids of what a saga sends: the core's, beginning with when the saga started.</summary>
internal static class SagaMessages
{
    /// <summary>A decision makes at most this many effects for each step, and two more.</summary>
    private const int EffectsPerStep = 4;

    /// <summary>A saga that is farther ahead than so many entries is not recognised by its messages.</summary>
    private const int MostAhead = 64;

    public static Guid Id(Guid decided, DateTimeOffset startedAt) =>
        DerivedId.Dated(decided, startedAt.ToUnixTimeMilliseconds());

    /// <summary>The ids that a message of an entry may have.</summary>
    /// <remarks>An earlier release sent the core's as they were; what it sent may still be on its way.</remarks>
    public static IEnumerable<Guid> Of(ISagaPlan plan, SagaRecord saga, long sequence) =>
        Enumerable
            .Range(0, EffectsPerStep * (plan.Outline.Count + 1))
            .Select(index => DerivedId.OfMessage(saga.Id, sequence, index))
            .SelectMany(decided => new[] { Id(decided, saga.StartedAt), decided });

    /// <returns>The entry beyond those that the database has; null: it comes from none of them.</returns>
    public static long? Ahead(ISagaPlan plan, SagaRecord saga, Guid message) =>
        Enumerable
            .Range(1, MostAhead)
            .Select(step => saga.Version + step)
            .Where(sequence => Of(plan, saga, sequence).Contains(message))
            .Select(sequence => (long?)sequence)
            .FirstOrDefault();
}
