using MassTransit;
using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Orchestration;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Repository;

namespace Sagas.Tests.Conformance;

/// <summary>One saga as the core has it: what it demands for each delivery, the inbox and the orphans included.</summary>
internal sealed class Model<TData>
    where TData : class
{
    private const string By = "ann";
    private const string Reason = "a test";

    private readonly Subject<TData> _subject;
    private readonly Dictionary<(TimerKind, string?), Guid> _live = [];
    private readonly Dictionary<(TimerKind, string?), Guid> _past = [];
    private readonly HashSet<Guid> _consumed = [];
    private (Delivery Delivery, string Text)? _last;

    public Model(Subject<TData> subject, string key)
    {
        _subject = subject;
        Key = key;
        Id = DerivedId.OfSaga(subject.Name, key);
        Saga = Saga<TData>.NotStarted(Id);
    }

    private Model(Model<TData> other)
        : this(other._subject, other.Key)
    {
        Saga = other.Saga;
        _live = new(other._live);
        _past = new(other._past);
        _consumed = [.. other._consumed];
        _last = other._last;
        LastEntry = other.LastEntry;
    }

    public string Key { get; }

    public Guid Id { get; }

    public Saga<TData> Saga { get; private set; }

    /// <summary>Of the last delivery that the core took; null when it took none.</summary>
    public HistoryEntry? LastEntry { get; private set; }

    public IReadOnlyCollection<Guid> LiveTimers => _live.Values;

    public string State => StateName.Of(_subject.Plan, Saga);

    /// <summary>The state without the ids: the phase, where it is, and how each step stands.</summary>
    /// <param name="exactly">With the number of attempts, rather than whether any are left.</param>
    public string Situation(bool exactly) =>
        string.Join(
            ' ',
            Saga.Steps.Select(step => $"{step.Key}:{step.Value.Status}{Attempts(step.Key, exactly)}")
                .Prepend($"{Saga.Phase}/{Saga.Stage}{(Saga.IsOverdue ? "/overdue" : "")}")
        );

    public Model<TData> Copy() => new(this);

    /// <returns>Null: it cannot happen now, for there is no such timer, or nothing to repeat.</returns>
    public Delivery? Make(Move move) =>
        move switch
        {
            Move.Start start => Message(
                StartOf(start.Payload),
                body => new Input.Start(body, Fingerprint.Of(body))
            ),
            Move.Reply reply => Message(
                Subject<TData>.Reply(reply.Type, Id, KeyOf(reply.Step)),
                body => new Input.Reply(body)
            ),
            Move.Timer timer => Timer(timer),
            Move.Cancel => Message(new CancelSaga(Id, By, Reason), _ => new Input.Cancel(By, Reason)),
            Move.Request request => Deed(request),
            Move.Again => _last?.Delivery switch
            {
                null => null,
                Delivery.Deed deed => deed with { Input = null },
                Delivery.Row row => row with { Input = null },
                Delivery.Message message => message with { Input = null },
                _ => throw new NotSupportedException(),
            },
            _ => throw new NotSupportedException($"Unknown move {move}."),
        };

    /// <summary>Lets the core decide; from then on it is as it decided.</summary>
    public Outcome Give(Delivery delivery)
    {
        LastEntry = null;
        if (delivery is Delivery.Deed deed)
        {
            return Give(deed);
        }

        if (_consumed.Contains(delivery.Id))
        {
            return new("a repetition", []);
        }

        if (Saga.Phase == SagaPhase.NotStarted && delivery.Input is not Input.Start)
        {
            return new("missing: it comes again later", []);
        }

        switch (Decider.Decide(_subject.Plan, Saga, delivery.Input!))
        {
            case Decision<TData>.Accepted accepted:
                _consumed.Add(delivery.Id);
                _last = (delivery, "");
                return new("applied", Accept(accepted, delivery.Id)) { After = AfterOf(accepted) };
            case Decision<TData>.Rejected { Rejection: Rejection.Conflict } rejected:
                return new($"dead: {nameof(KeyConflictException)}: {rejected.Reason}", []);
            case Decision<TData>.Rejected rejected:
                return new(
                    $"dead: {nameof(InvalidStartException)}: The message cannot start the saga {_subject.Name}: {rejected.Reason}",
                    []
                );
            default:
                throw new NotSupportedException();
        }
    }

    private Outcome Give(Delivery.Deed deed)
    {
        if (deed.Input is null)
        {
            return new($"done: {_last!.Value.Text} (It was done before, by this request.)", []);
        }

        if (Saga.Phase == SagaPhase.NotStarted)
        {
            return new(
                $"refused: There is no {_subject.Name} {Id}. One that was accepted a moment ago may not have started yet.",
                []
            );
        }

        var accepted = (Decision<TData>.Accepted)Decider.Decide(_subject.Plan, Saga, deed.Input);
        if (accepted.Entry.IgnoredAs is not null)
        {
            return new($"refused: {accepted.Entry.Detail}", []);
        }

        var before = State;
        var lines = Accept(accepted, deed.Id);
        var text = $"{_subject.Name} {Key}: {before} -> {State}";
        _last = (deed, text);
        return new($"done: {text}", [.. lines, $"deed {deed.Request.Action} by {By}: {text}"])
        {
            After = AfterOf(accepted),
        };
    }

    private List<string> Accept(Decision<TData>.Accepted accepted, Guid cause)
    {
        Saga = accepted.Saga;
        LastEntry = accepted.Entry;
        foreach (var effect in accepted.Effects)
        {
            Keep(effect);
        }

        return DemandedLines.Of(_subject.Plan, accepted, cause);
    }

    private void Keep(Effect effect)
    {
        switch (effect)
        {
            case Effect.SetTimer set:
                _live[(set.Kind, set.Step)] = set.Token;
                break;
            case Effect.ClearTimer clear:
                // The next one of the same step may have been set already, in the same decision.
                foreach (var timer in _live.Where(timer => timer.Value == clear.Token).ToList())
                {
                    _live.Remove(timer.Key);
                    _past[timer.Key] = clear.Token;
                }

                break;
            default:
                break;
        }
    }

    private static Dictionary<Guid, TimeSpan> AfterOf(Decision<TData>.Accepted accepted) =>
        accepted.Effects.OfType<Effect.SetTimer>().ToDictionary(timer => timer.Token, timer => timer.After);

    private static Delivery.Message Message(object body, Func<object, Input> input) =>
        new(NewId.NextGuid(), input(body), body);

    private object StartOf(Payload payload) =>
        _subject.StartOf(
            Key,
            payload switch
            {
                Payload.Same => 1,
                Payload.Other => 2,
                _ => 0,
            }
        );

    private Guid KeyOf(string? step) => step is null ? NewId.NextGuid() : DerivedId.OfEffect(Id, step);

    private Delivery? Timer(Move.Timer timer)
    {
        var place = (timer.Kind, timer.Step);
        return timer.Age switch
        {
            TimerAge.Current => _live.TryGetValue(place, out var live)
                ? new Delivery.Row(live, InputOf(timer, live))
                : null,
            TimerAge.Past => _past.TryGetValue(place, out var past)
                ? new Delivery.Row(past, InputOf(timer, past))
                : null,
            _ => Forged(timer, NewId.NextGuid()),
        };
    }

    private Delivery.Message Forged(Move.Timer timer, Guid token) =>
        Message(
            timer.Kind switch
            {
                TimerKind.StepDeadline => new StepDeadline(Id, timer.Step!, token),
                TimerKind.Reminder => new StepReminder(Id, timer.Step!, token),
                _ => new SagaDeadline(Id, token),
            },
            _ => InputOf(timer, token)
        );

    private static Input InputOf(Move.Timer timer, Guid token) =>
        timer.Kind switch
        {
            TimerKind.StepDeadline => new Input.Deadline(timer.Step!, token),
            TimerKind.Reminder => new Input.Reminder(timer.Step!, token),
            _ => new Input.SagaDeadline(token),
        };

    private Delivery.Deed Deed(Move.Request request)
    {
        var answer = request.Answer is null
            ? null
            : Subject<TData>.Reply(request.Answer, Id, KeyOf(request.Step));
        Input input = request.Action switch
        {
            OperatorAction.Cancel => new Input.Cancel(By, Reason),
            OperatorAction.Resume => new Input.Resume(By, Reason),
            _ => new Input.Settle(request.Step!, answer, By, Reason),
        };
        return new(
            new OperatorRequest(NewId.NextGuid(), request.Action, _subject.Name, Id, By, Reason)
            {
                Step = request.Step,
                AnswerType = request.Answer?.Name,
                Answer = answer is null ? null : SagaJson.Write(answer),
            },
            input
        );
    }

    private string Attempts(string name, bool exactly)
    {
        var (step, progress) = (_subject.Plan.Steps.First(step => step.Name == name), Saga.Steps[name]);
        var patience = progress.Status switch
        {
            StepStatus.Requested => step.Patience,
            StepStatus.Undoing => step.UndoPatience,
            _ => null,
        };
        return patience is null ? ""
            : exactly ? $"x{progress.Attempts}"
            : progress.Attempts >= patience.Attempts ? "(last)"
            : "";
    }
}
