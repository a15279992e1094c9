using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Replays;

/// <summary>Where people plan, begin, pause and end replays; any worker carries them out.</summary>
internal sealed class ReplayDesk(
    ReplayPlanner planner,
    IReplayStore store,
    Deed deed,
    IOptions<DeadLetterOptions> options,
    TimeProvider time
) : IReplays
{
    public Task<ReplayPlanRecord?> Plan(ReplayRequest request, CancellationToken cancellationToken) =>
        planner.Plan(request, cancellationToken);

    public async Task<OperatorOutcome> Do(ReplayDeed request, CancellationToken cancellationToken)
    {
        var outcome = await deed.Do(
            new(
                request.RequestId,
                $"{request.Kind} replay",
                $"plan {request.PlanId}",
                request.By,
                request.Reason
            )
            {
                SecondBy = request.SecondBy,
            },
            (_, transaction) => Act(transaction, request, cancellationToken),
            scope => scope.GetRequiredService<ITransaction>().Commit(null, cancellationToken),
            cancellationToken
        );
        if (outcome.IsDone && request.Kind == ReplayDeedKind.Abort)
        {
            await store.LeaveRest(
                request.PlanId,
                "It was not sent: the plan was aborted.",
                cancellationToken
            );
        }

        return outcome;
    }

    private async Task<OperatorOutcome> Act(
        ITransaction transaction,
        ReplayDeed request,
        CancellationToken cancellationToken
    )
    {
        if (await transaction.Find<ReplayPlanRecord>(request.PlanId, cancellationToken) is not { } plan)
        {
            return OperatorOutcome.Refused(
                $"There is no plan {request.PlanId}. \"sagas replay list\" shows those that there are."
            );
        }

        if (request.PerSecond is < 1 or > IReplays.MostPerSecond)
        {
            return OperatorOutcome.Refused(
                $"The rate is {request.PerSecond} a second. Give 1 to {IReplays.MostPerSecond}."
            );
        }

        if (Obstacle(plan, request) is { } obstacle)
        {
            return OperatorOutcome.Refused(obstacle);
        }

        var before = plan.Status;
        plan.Status = After(request.Kind);
        plan.PerSecond = request.PerSecond ?? plan.PerSecond;
        plan.ProgressAt = time.GetUtcNow();
        if (plan.Status == ReplayStatus.Running)
        {
            plan.Problem = null;
        }
        else if (plan.Status == ReplayStatus.Aborted)
        {
            plan.EndedAt = time.GetUtcNow();
        }

        return new(true, $"Plan {plan.Id}: {before} -> {plan.Status}.");
    }

    private string? Obstacle(ReplayPlanRecord plan, ReplayDeed request)
    {
        ReplayStatus[] from = request.Kind switch
        {
            ReplayDeedKind.Apply => [ReplayStatus.Planned],
            ReplayDeedKind.Pause => [ReplayStatus.Running],
            ReplayDeedKind.Resume => [ReplayStatus.Paused, ReplayStatus.Stopped],
            _ => [ReplayStatus.Planned, ReplayStatus.Running, ReplayStatus.Paused, ReplayStatus.Stopped],
        };
        return !from.Contains(plan.Status)
                ? $"Plan {plan.Id} is {plan.Status}. {request.Kind} is for a plan that is {string.Join(" or ", from)}."
            : request.Kind == ReplayDeedKind.Apply ? MissingSecond(plan, request)
            : null;
    }

    private string? MissingSecond(ReplayPlanRecord plan, ReplayDeed request)
    {
        var isDestructive = plan.Action is ReplayAction.Discard or ReplayAction.Redirect;
        if (options.Value.SecondPersonAbove is not { } limit || (plan.Letters <= limit && !isDestructive))
        {
            return null;
        }

        return string.IsNullOrWhiteSpace(request.SecondBy) || request.SecondBy == request.By
            ? $"The plan is to {plan.Action} {plan.Letters} letters, which takes a second person: more than {limit}, or a plan that "
                + "discards or redirects. Name one who is not the first."
            : null;
    }

    private static ReplayStatus After(ReplayDeedKind kind) =>
        kind switch
        {
            ReplayDeedKind.Pause => ReplayStatus.Paused,
            ReplayDeedKind.Abort => ReplayStatus.Aborted,
            _ => ReplayStatus.Running,
        };
}
