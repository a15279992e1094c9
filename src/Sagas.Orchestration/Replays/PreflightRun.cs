using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Replays;

/// <param name="Body">As it would be sent.</param>
/// <param name="Target">The queue that it would be sent to.</param>
internal sealed record PreflightLetter(DeadLetterRecord Letter, ReadOnlyMemory<byte> Body, string Target);

/// <summary>
/// Judges letters in their order: a saga is read once, and each of its letters finds it as those before it would leave it.
/// </summary>
internal sealed class PreflightRun(
    QueueContracts contracts,
    IReadOnlyDictionary<string, HandWrittenContracts> machines,
    SagaDesks desks,
    ISagaReader sagas,
    IWaitStore traces
)
{
    private readonly Dictionary<(string Type, Guid Id), SagaRecord?> _records = [];
    private readonly Dictionary<(string Type, Guid Id), IRehearsal> _rehearsals = [];
    private readonly HashSet<InboxKey> _consumed = [];

    private sealed record Read(PreflightLetter Given, Type? Type, object? Message, string? Fault)
    {
        public InboxKey Key => new(Given.Letter.MessageId, $"{Given.Target}/{Type?.Name}");
    }

    /// <param name="letters">Some hundreds at most.</param>
    public async Task<IReadOnlyList<Judgement>> Judge(
        IReadOnlyList<PreflightLetter> letters,
        CancellationToken cancellationToken
    )
    {
        var read = letters.Select(Parse).ToList();
        await LoadConsumed(letters, cancellationToken);
        await LoadSagas(read, cancellationToken);
        return [.. read.Select(Judge)];
    }

    private Read Parse(PreflightLetter given)
    {
        var envelope = DeadEnvelope.Read(given.Body);
        if (!envelope.IsJson)
        {
            return new(given, null, null, "The body is not JSON in UTF-8.");
        }

        if (contracts.Find(given.Target, envelope.Types) is not { } type)
        {
            return new(given, null, null, null);
        }

        try
        {
            var message = type.IsInterface ? null : StrictJson.Read(given.Body, type);
            if (message is not null && DeskAt(given.Target) is { } desk)
            {
                // The definition's own code says which saga it is for.
                _ = desk.SagaOf(message);
            }

            return new(given, type, message, null);
        }
        catch (Exception fault)
        {
            // Constructors may refuse what their type allows, and so may that code.
            return new(given, type, null, $"The body is no {type.Name}: {fault.Message}");
        }
    }

    private Judgement Judge(Read read)
    {
        var (given, type, message, fault) = read;
        if (fault is not null)
        {
            return new(ReplayVerdict.SchemaInvalid, fault);
        }

        if (type is null)
        {
            return UnknownType(given);
        }

        // A second letter with the same id would be a repetition of the first.
        if (!_consumed.Add(read.Key))
        {
            return new(ReplayVerdict.Duplicate, $"{read.Key.Consumer} has consumed this message already.");
        }

        var judgement = Foresee(given, type, message);
        if (judgement.Verdict != ReplayVerdict.Accepted)
        {
            _consumed.Remove(read.Key);
        }

        return judgement;
    }

    private Judgement Foresee(PreflightLetter given, Type type, object? message)
    {
        try
        {
            return message is null ? new(ReplayVerdict.Accepted, $"{given.Target} consumes {type.Name}.")
                : DeskAt(given.Target) is { } desk ? Rehearsal(desk, message).Next(message)
                : machines.TryGetValue(given.Target, out var machine) ? OfMachine(machine, given, type)
                : OfParticipant(given, type);
        }
        catch (Exception failure)
        {
            // A worker would fail at it just so.
            return new(ReplayVerdict.NotAccepted, OwnCode.Fault(failure));
        }
    }

    private Judgement UnknownType(PreflightLetter given)
    {
        var names = DeadEnvelope.Read(given.Body).Types;
        var elsewhere = contracts.QueuesOf(names).ToList();
        return new(
            ReplayVerdict.UnknownType,
            names.Count == 0 ? "The body does not say which type of message it is."
                : elsewhere.Count == 0
                    ? $"Nobody at {given.Target} consumes {names[0]}, nor at any queue known here."
                : $"Nobody at {given.Target} consumes {names[0]}. It is consumed at {string.Join(", ", elsewhere)}: redirect it there."
        );
    }

    private IRehearsal Rehearsal(ISagaDesk desk, object message)
    {
        var key = (desk.Saga, desk.SagaOf(message));
        if (!_rehearsals.TryGetValue(key, out var rehearsal))
        {
            rehearsal = desk.Rehearse(key.Item2, _records.GetValueOrDefault(key));
            _rehearsals.Add(key, rehearsal);
        }

        return rehearsal;
    }

    /// <summary>A hand-written machine says no more than whether its state takes the message.</summary>
    private Judgement OfMachine(HandWrittenContracts machine, PreflightLetter given, Type type)
    {
        if (
            given.Letter.SagaId is not { } id
            || _records.GetValueOrDefault((machine.Saga, id)) is not { } saga
        )
        {
            return machine.Takes("Initial", type) == true
                ? new(ReplayVerdict.Accepted, $"Starts a {machine.Saga}.")
                : new(ReplayVerdict.SagaGone, $"There is no {machine.Saga} {given.Letter.SagaId}.");
        }

        return machine.Takes(saga.State, type) switch
        {
            true => new(ReplayVerdict.Accepted, $"{machine.Saga} in {saga.State} takes {type.Name}."),
            false => new(
                ReplayVerdict.NotAccepted,
                $"{machine.Saga} in {saga.State} does not take {type.Name}."
            ),
            null => new(ReplayVerdict.NotAccepted, $"{machine.Saga} knows no state \"{saga.State}\"."),
        };
    }

    /// <summary>A participant does whatever it is asked; whether anybody still waits for it, its saga knows.</summary>
    private Judgement OfParticipant(PreflightLetter given, Type type)
    {
        var accepted = new Judgement(ReplayVerdict.Accepted, $"{given.Target} handles {type.Name}.");
        var senders = Senders(type).ToList();
        if (senders.Count == 0 || given.Letter.SagaId is not { } id)
        {
            return accepted;
        }

        var asking = senders
            .Select(desk => (Desk: desk, Saga: _records.GetValueOrDefault((desk.Saga, id))))
            .FirstOrDefault(one => one.Saga is not null);
        if (asking.Saga is not { } saga)
        {
            return new(
                ReplayVerdict.SagaGone,
                $"There is no {string.Join(" or ", senders.Select(desk => desk.Saga))} {id} that would ask for it."
            );
        }

        var name = $"{saga.Type} {saga.BusinessKey ?? id.ToString()}";
        var open = asking.Desk.Open(saga).FirstOrDefault(step => Command(step) == type);
        return open is null
            ? new(
                ReplayVerdict.Superseded,
                $"{name} is in {saga.State}, and does not wait for {type.Name} any more."
            )
            : new(
                ReplayVerdict.Accepted,
                $"{given.Target} handles {type.Name}; {name} waits for it in step {open.Step.Name}."
            );
    }

    private IEnumerable<ISagaDesk> Senders(Type type) =>
        desks.All.Where(desk => desk.Plan.Outline.Any(step => step.Command == type || step.Undo == type));

    private static Type Command(OpenStep open) => open.IsUndo ? open.Step.Undo! : open.Step.Command;

    private ISagaDesk? DeskAt(string queue) =>
        desks.All.FirstOrDefault(desk => Address.QueueOfSaga(desk.Saga) == queue);

    private async Task LoadConsumed(
        IReadOnlyList<PreflightLetter> letters,
        CancellationToken cancellationToken
    )
    {
        var ids = letters.Select(letter => letter.Letter.MessageId).Distinct().ToList();
        foreach (var row in await traces.ConsumersOf(ids, cancellationToken))
        {
            _consumed.Add(new(row.MessageId, row.Consumer));
        }
    }

    /// <summary>Each saga is read once: later letters find it as earlier ones leave it.</summary>
    private async Task LoadSagas(IReadOnlyList<Read> read, CancellationToken cancellationToken)
    {
        var wanted = read.SelectMany(SagasOf).Where(key => !_records.ContainsKey(key)).ToHashSet();
        foreach (var type in wanted.GroupBy(key => key.Type))
        {
            var ids = type.Select(key => key.Id).ToList();
            foreach (var saga in await sagas.Existing(type.Key, ids, cancellationToken))
            {
                _records[(saga.Type, saga.Id)] = saga;
            }
        }

        foreach (var key in wanted)
        {
            _records.TryAdd(key, null);
        }
    }

    private IEnumerable<(string Type, Guid Id)> SagasOf(Read read)
    {
        if (read.Type is null)
        {
            yield break;
        }

        if (read.Message is not null && DeskAt(read.Given.Target) is { } desk)
        {
            yield return (desk.Saga, desk.SagaOf(read.Message));
        }
        else if (read.Given.Letter.SagaId is { } id)
        {
            if (machines.TryGetValue(read.Given.Target, out var machine))
            {
                yield return (machine.Saga, id);
            }

            foreach (var sender in Senders(read.Type))
            {
                yield return (sender.Saga, id);
            }
        }
    }
}
