using System.Globalization;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Core.Upgrades;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Timers;

namespace Sagas.Orchestration.Upgrades;

/// <summary>Whether a build can go on with what runs. Pure: it asks nobody but the file and the catalogue.</summary>
public sealed class PopulationCheck
{
    /// <summary>Of one saga and fault; more are counted.</summary>
    private const int MostHistoriesTold = 3;

    private readonly Population _population;
    private readonly Catalogue _catalogue;
    private readonly Dictionary<string, DefinitionContract> _now;
    private readonly Dictionary<string, DefinitionContract> _then;
    private readonly Dictionary<string, QueueContract> _queues;
    private readonly Dictionary<string, QueueContract> _queuesThen;

    private PopulationCheck(Population population, Catalogue catalogue)
    {
        (_population, _catalogue) = (population, catalogue);
        _now = catalogue.Sagas.ToDictionary(saga => saga.Name, saga => DefinitionContract.Of(saga.Plan));
        _then = population.Definitions.ToDictionary(definition => definition.Saga);
        _queues = BuildQueues.Of(catalogue).ToDictionary(queue => queue.Queue);
        _queuesThen = population.Queues.ToDictionary(queue => queue.Queue);
    }

    /// <returns>A sentence for each thing that the build cannot go on with; empty when it can with all.</returns>
    public static IReadOnlyList<string> Findings(Population population, Catalogue catalogue)
    {
        var check = new PopulationCheck(population, catalogue);
        return
        [
            .. check.Running.GroupBy(count => count.Saga).SelectMany(check.OfSaga),
            .. population.Timers.SelectMany(check.OfTimer),
            .. population.Messages.SelectMany(check.OfMessage),
            .. check.OfHistories(),
        ];
    }

    private IEnumerable<SagaCount> Running =>
        _population.Sagas.Where(count => !count.HasEnded && count.Count > 0);

    private IEnumerable<string> OfSaga(IGrouping<string, SagaCount> sagas)
    {
        var (name, all) = (sagas.Key, sagas.Sum(count => count.Count));
        if (!_now.TryGetValue(name, out var now))
        {
            yield return $"{Figure(all)} {name} sagas run; this build knows no saga {name}. Keep it until they have ended.";
            yield break;
        }

        var newest = sagas.Max(count => count.Version);
        if (newest > now.Version)
        {
            var count = sagas.Where(count => count.Version > now.Version).Sum(count => count.Count);
            yield return $"{Figure(count)} {name} sagas were started by version {newest} of their definition; this build has "
                + $"version {now.Version}, which is older.";
        }

        var then = _then.GetValueOrDefault(name);
        if (
            then is not null
            && then.Version == now.Version
            && now.ChangesSince(then) is { Count: > 0 } changes
        )
        {
            yield return $"The definition of {name} has changed and is still version {now.Version}: {string.Join("; ", changes)}. "
                + $"Give it version {now.Version + 1}.";
        }

        foreach (var state in sagas.GroupBy(count => count.State))
        {
            var waiting = $"{Figure(state.Sum(count => count.Count))} {name} sagas wait in {state.Key}";
            foreach (var finding in OfState(now, then?.State(state.Key), state.Key))
            {
                yield return $"{waiting}; {finding}";
            }
        }
    }

    private IEnumerable<string> OfState(DefinitionContract now, StateContract? then, string state)
    {
        if (now.State(state) is not { } here)
        {
            yield return $"this build's {now.Saga} has no such state.";
            yield break;
        }

        foreach (var type in (then?.Accepts ?? []).Except(here.Accepts))
        {
            yield return $"this build no longer handles {DefinitionContract.WithoutNamespace(type)} there.";
        }

        foreach (var command in then?.Asks ?? [])
        {
            if (Consumed(_queuesThen, command) && !Consumed(_queues, command))
            {
                yield return $"this build no longer consumes their {DefinitionContract.WithoutNamespace(command.Type)} at {command.Participant}.";
            }
        }
    }

    private static bool Consumed(Dictionary<string, QueueContract> queues, CommandContract command) =>
        queues.TryGetValue(command.Participant, out var queue) && queue.Types.Contains(command.Type);

    private IEnumerable<string> OfTimer(TimerCount timer)
    {
        if (!Enum.TryParse<TimerPurpose>(timer.Purpose, out var purpose))
        {
            yield return $"{Figure(timer.Count)} timers for {timer.Purpose} ({timer.Name}) are pending, the first due at {At(timer.FirstDue)}; "
                + "this build knows no timers for that.";
            yield break;
        }

        if (KindOf(purpose) is not { } kind)
        {
            if (IsLost(timer.Queue, timer.Name, DefinitionContract.WithoutNamespace))
            {
                yield return $"{Figure(timer.Count)} {timer.Name} are to be handled at {timer.Queue} ({timer.Purpose}), the first at "
                    + $"{At(timer.FirstDue)}; this build no longer consumes them there.";
            }

            yield break;
        }

        // Timers of a saga that this build does not know at all are told with the saga.
        if (
            timer.Saga is not null
            && _now.TryGetValue(timer.Saga, out var now)
            && !now.Timers.Contains(new(kind, timer.Name))
        )
        {
            yield return $"{Figure(timer.Count)} {timer.Saga} sagas have {new TimerContract(kind, timer.Name)} pending, the first due at "
                + $"{At(timer.FirstDue)}; this build knows no such timer, and it would fire for ever.";
        }
    }

    private IEnumerable<string> OfMessage(MessageCount messages)
    {
        if (IsLost(messages.Queue, messages.Type, type => type))
        {
            var place = messages.Place == MessagePlace.Outbox ? "in the outbox" : "dead";
            yield return $"{Figure(messages.Count)} {DefinitionContract.WithoutNamespace(messages.Type)} of {messages.Queue} are {place}; this build no "
                + "longer consumes them there.";
        }
    }

    /// <summary>The build that wrote the file consumes it there, and this one does not.</summary>
    private bool IsLost(string queue, string type, Func<string, string> named) =>
        _queuesThen.TryGetValue(queue, out var then)
        && then.Types.Any(known => named(known) == type)
        && !(_queues.TryGetValue(queue, out var now) && now.Types.Any(known => named(known) == type));

    private IEnumerable<string> OfHistories()
    {
        foreach (var saga in _catalogue.Sagas)
        {
            var faults = _population
                .Histories.Where(history => history.Saga == saga.Name)
                .Select(history => (history, Fault: HistoryCheck.Fault(saga, history)))
                .Where(checkedOne => checkedOne.Fault is not null)
                .ToList();
            foreach (var (history, fault) in faults.Take(MostHistoriesTold))
            {
                yield return $"The history of {history.Saga} {history.Key ?? history.Id.ToString()} (version {history.Version}) no longer "
                    + $"folds: {fault}.";
            }

            if (faults.Count > MostHistoriesTold)
            {
                yield return $"Nor do those of {Figure(faults.Count - MostHistoriesTold)} more {saga.Name} sagas.";
            }
        }
    }

    private static TimerKind? KindOf(TimerPurpose purpose) =>
        purpose switch
        {
            TimerPurpose.StepDeadline => TimerKind.StepDeadline,
            TimerPurpose.SagaDeadline => TimerKind.SagaDeadline,
            TimerPurpose.Reminder => TimerKind.Reminder,
            _ => null,
        };

    private static string Figure(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string At(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
