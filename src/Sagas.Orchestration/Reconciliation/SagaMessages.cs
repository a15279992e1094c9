using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Reconciliation;

/// <summary>Which entry of a saga's history a message comes from: its id follows from it.</summary>
internal static class SagaMessages
{
    /// <summary>A decision makes at most this many effects for each step, and two more.</summary>
    private const int EffectsPerStep = 4;

    /// <summary>A saga that is farther ahead than so many entries is not recognised by its messages.</summary>
    private const int MostAhead = 64;

    /// <summary>The ids that a message of an entry may have.</summary>
    public static IEnumerable<Guid> Of(ISagaPlan plan, Guid saga, long sequence) =>
        Enumerable
            .Range(0, EffectsPerStep * (plan.Outline.Count + 1))
            .Select(index => DerivedId.OfMessage(saga, sequence, index));

    /// <returns>The entry beyond those that the database has; null: it comes from none of them.</returns>
    public static long? Ahead(ISagaPlan plan, SagaRecord saga, Guid message) =>
        Enumerable
            .Range(1, MostAhead)
            .Select(step => saga.Version + step)
            .Where(sequence => Of(plan, saga.Id, sequence).Contains(message))
            .Select(sequence => (long?)sequence)
            .FirstOrDefault();
}
