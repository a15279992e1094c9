using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Replays;

namespace Sagas.Operations.Verbs.Replays;

/// <summary>A plan with how its letters stand. The names are a promise to scripts.</summary>
/// <param name="Examples">One letter of each verdict.</param>
public sealed record PlanView(
    ReplayPlanRecord Plan,
    IReadOnlyList<ReplayCount> Counts,
    IReadOnlyList<ReplayItemRecord> Examples
)
{
    /// <summary>Letters that have their outcome.</summary>
    public long Settled =>
        Counts.Where(count => count.Status >= ReplayItemStatus.Handled).Sum(count => count.Letters);

    public long Of(ReplayItemStatus status) =>
        Counts.Where(count => count.Status == status).Sum(count => count.Letters);

    /// <exception cref="RefusedException">There is no such plan.</exception>
    internal static async Task<PlanView> Of(
        IServiceProvider services,
        Guid id,
        bool examples,
        CancellationToken cancellationToken
    )
    {
        var store = services.GetRequiredService<IReplayStore>();
        var plan =
            await store.Find(id, cancellationToken)
            ?? throw new RefusedException(
                $"There is no plan {id}. \"sagas replay list\" shows those that there are."
            );
        var counts = await store.Count(id, cancellationToken);
        var shown = new List<ReplayItemRecord>();
        if (examples)
        {
            foreach (var verdict in counts.Select(count => count.Verdict).Distinct().Order())
            {
                shown.AddRange(await store.Items(new(id, Verdict: verdict, Limit: 1), cancellationToken));
            }
        }

        return new(plan, counts, shown);
    }
}
