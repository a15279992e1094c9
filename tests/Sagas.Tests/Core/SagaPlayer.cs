using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;

namespace Sagas.Tests.Core;

/// <summary>Feeds one saga with inputs written as words, and keeps what came of them.</summary>
internal sealed class SagaPlayer
{
    public const string Key = "v-1";

    public SagaPlayer(SagaPlan<Voyage> plan)
    {
        Plan = plan;
        Id = DerivedId.OfSaga(plan.Name, Key);
        Saga = Saga<Voyage>.NotStarted(Id);
    }

    public SagaPlan<Voyage> Plan { get; }

    public Guid Id { get; }

    public Saga<Voyage> Saga { get; private set; }

    public List<HistoryEntry> History { get; } = [];

    /// <summary>Of all decisions so far, each with the entry that caused it.</summary>
    public List<(HistoryEntry Entry, Effect Effect)> Effects { get; } = [];

    public string State => StateName.Of(Plan, Saga);

    public IEnumerable<T> Messages<T>() =>
        Effects
            .Select(made =>
                made.Effect switch
                {
                    Effect.Send send => send.Message,
                    Effect.Publish publish => publish.Message,
                    _ => null,
                }
            )
            .OfType<T>();

    public static SagaPlayer Of(string shape, params string[] words)
    {
        var player = new SagaPlayer(VoyageSaga.PlanOf(shape));
        player.Play(words);
        return player;
    }

    /// <summary>Such as <c>start</c>, <c>flight done</c>, <c>flight refused</c>, <c>flight undone</c>, <c>flight late</c>, <c>cancelled</c>.</summary>
    public void Play(params string[] words)
    {
        foreach (var word in words)
        {
            Give(InputOf(word));
        }
    }

    public Decision<Voyage>.Accepted Play(string word) =>
        Give(InputOf(word)) as Decision<Voyage>.Accepted
        ?? throw new AssertionException($"\"{word}\" was rejected.");

    public Decision<Voyage> Give(Input input)
    {
        var decision = Decider.Decide(Plan, Saga, input);
        if (decision is Decision<Voyage>.Accepted accepted)
        {
            Saga = accepted.Saga;
            History.Add(accepted.Entry);
            Effects.AddRange(accepted.Effects.Select(effect => (accepted.Entry, effect)));
        }

        return decision;
    }

    public Input InputOf(string word)
    {
        var (name, what) = word.Split(' ') is [var first, var second] ? (first, second) : ("", word);
        var key = DerivedId.OfEffect(Id, name);
        return what switch
        {
            "start" => new Input.Start(new SetSail(Key, 7), "print-1"),
            "conflict" => new Input.Start(new SetSail(Key, 8), "print-2"),
            "invalid" => new Input.Start(new SetSail(Key, -101), "print-3"),
            "done" => new Input.Reply(new StepDone(Id, key, name)),
            "refused" => new Input.Reply(new StepRefused(Id, key, $"no {name}")),
            "undone" => new Input.Reply(new StepUndone(Id, key)),
            "late" => new Input.Deadline(name, DerivedId.OfDeadline(Id, name, Asked(name))),
            "stale" => new Input.Deadline(name, DerivedId.OfDeadline(Id, name, Asked(name) - 1)),
            "reminded" => new Input.Reminder(
                name,
                DerivedId.OfReminder(Id, name, Asked(name), Reminders(name))
            ),
            "overdue" => new Input.SagaDeadline(DerivedId.OfSagaDeadline(Id)),
            "cancelled" => new Input.Cancel("ann", "no longer wanted"),
            "resumed" => new Input.Resume("ann", "it is mended"),
            "settled" => new Input.Settle(name, null, "ann", "seen to"),
            "answered" => new Input.Settle(name, new StepDone(Id, key, name), "ann", "seen to"),
            "denied" => new Input.Settle(name, new StepRefused(Id, key, $"no {name}"), "ann", "seen to"),
            _ => throw new ArgumentException($"Unknown word \"{word}\".", nameof(word)),
        };
    }

    private int Reminders(string step) => Saga.Steps.GetValueOrDefault(step)?.Reminders ?? 0;

    private long Asked(string step) => Saga.Steps.GetValueOrDefault(step)?.Asked ?? 0;
}
