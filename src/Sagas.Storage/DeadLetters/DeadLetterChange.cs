using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Model;
using Sagas.Storage.Providers;
using Sagas.Storage.Transactions;

namespace Sagas.Storage.DeadLetters;

/// <summary>
/// One transaction on the index. The rows of the groups are locked first, in their order, so that counts follow the letters
/// whoever else writes.
/// </summary>
internal sealed class DeadLetterChange(SagasContext context, Statements statements)
{
    private const string NoCurrency = "";

    private readonly Dictionary<Guid, DeadLetterRecord> letters = [];
    private readonly Dictionary<Guid, DeadLetterBodyRecord> bodies = [];
    private readonly Dictionary<string, DeadLetterGroupRecord> groups = [];
    private readonly Dictionary<(string Group, string Currency), DeadLetterStakeRecord> stakes = [];
    private readonly Dictionary<(string Group, Guid Saga), HashSet<Guid>> dead = [];

    public async Task Load(IReadOnlyCollection<DeadLetter> given, CancellationToken cancellationToken)
    {
        var ids = given.Select(letter => letter.Record.Id).ToList();
        var known = await Groups(ids, cancellationToken);
        await Load(
            ids,
            [.. known, .. given.Select(letter => letter.Record.GroupId)],
            [.. given.Select(letter => letter.Record.SagaId).OfType<Guid>()],
            cancellationToken
        );
        foreach (
            var body in await context
                .DeadLetterBodies.Where(body => ids.Contains(body.Id))
                .ToListAsync(cancellationToken)
        )
        {
            bodies[body.Id] = body;
        }

        foreach (var letter in given.Where(letter => !groups.ContainsKey(letter.Record.GroupId)))
        {
            var group = NewGroup(letter.Record);
            groups[group.Id] = group;
            context.Add(group);
        }
    }

    public async Task Load(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await Load(ids, await Groups(ids, cancellationToken), [], cancellationToken);

    public bool Died(DeadLetter given)
    {
        var group = groups[given.Record.GroupId];
        group.Deaths++;
        if (letters.TryGetValue(given.Record.Id, out var known))
        {
            known.Deaths++;
            known.LastAt = given.Record.LastAt;
            Become(known, given);
        }
        else
        {
            Add(given);
        }

        (group.LastAt, group.Reason) = (given.Record.LastAt, given.Record.Reason);
        return true;
    }

    /// <summary>Whether the index does not have it as dead.</summary>
    public bool IsNew(DeadLetter given) =>
        letters.GetValueOrDefault(given.Record.Id) is not { Status: DeadLetterStatus.Dead };

    public bool Found(DeadLetter given)
    {
        if (!letters.TryGetValue(given.Record.Id, out var known))
        {
            groups[given.Record.GroupId].Deaths++;
            Add(given);
            return true;
        }

        // What rests there without the mark of its replay has not been taken out yet, or was left behind by a crash.
        var isOnItsWay = known.Status == DeadLetterStatus.Replaying && given.Record.Replay == known.Replay;
        if (known.Status == DeadLetterStatus.Dead || isOnItsWay)
        {
            return false;
        }

        Become(known, given);
        return true;
    }

    /// <summary>Sagas that keep the order of their messages are blocked from now on, if they were not.</summary>
    /// <remarks>
    /// Their rows are locked after the groups, in their order, and before any letter is written: who handles a message of one
    /// has its row, and looks at the letters. Whether it was blocked is looked up under the lock, for it may just be cleared.
    /// </remarks>
    public async Task Block(IEnumerable<DeadLetter> given, CancellationToken cancellationToken)
    {
        foreach (
            var (type, id, at) in given
                .Select(letter => letter.Record)
                .Where(letter => letter is { Blocks: true, SagaType: not null, SagaId: not null })
                .GroupBy(letter => (letter.SagaType!, letter.SagaId!.Value))
                .Select(saga => (saga.Key.Item1, saga.Key.Value, saga.Min(letter => letter.LastAt)))
                .OrderBy(saga => saga.Item1, StringComparer.Ordinal)
                .ThenBy(saga => saga.Value)
        )
        {
            await context
                .Sagas.Where(saga => saga.Type == type && saga.Id == id)
                .ExecuteUpdateAsync(
                    saga => saga.SetProperty(row => row.BlockedSince, row => row.BlockedSince ?? at),
                    cancellationToken
                );
        }
    }

    public bool Leave(Guid id, DeadLetterStatus status)
    {
        if (letters.GetValueOrDefault(id) is not { } letter || !MayLeave(letter, status))
        {
            return false;
        }

        if (letter.Status == DeadLetterStatus.Dead)
        {
            Count(letter, isDead: false);
        }

        letter.Status = status;
        return true;
    }

    /// <summary>A letter that is loaded is dead again as it was.</summary>
    /// <returns>False: it is unknown, or dead already.</returns>
    public bool Revive(Guid id)
    {
        if (letters.GetValueOrDefault(id) is not { Status: not DeadLetterStatus.Dead } letter)
        {
            return false;
        }

        letter.Status = DeadLetterStatus.Dead;
        Count(letter, isDead: true);
        return true;
    }

    /// <summary>Null: it is not known.</summary>
    public DeadLetterRecord? Letter(Guid id) => letters.GetValueOrDefault(id);

    /// <summary>What is missing may turn out to have been moved by hand, and handled.</summary>
    private static bool MayLeave(DeadLetterRecord letter, DeadLetterStatus status) =>
        letter.Status == DeadLetterStatus.Dead
        || (letter.Status, status) == (DeadLetterStatus.Missing, DeadLetterStatus.Replayed);

    private void Add(DeadLetter given)
    {
        letters[given.Record.Id] = given.Record;
        bodies[given.Record.Id] = given.Body;
        context.Add(given.Record);
        context.Add(given.Body);
        Count(given.Record, isDead: true);
    }

    /// <summary>A letter that is known is dead, perhaps of something else than before.</summary>
    private void Become(DeadLetterRecord known, DeadLetter given)
    {
        if (known.Status == DeadLetterStatus.Dead)
        {
            Count(known, isDead: false);
        }

        known.Status = DeadLetterStatus.Dead;
        known.GroupId = given.Record.GroupId;
        known.SagaType ??= given.Record.SagaType;
        known.Blocks = given.Record.Blocks;
        known.Exception = given.Record.Exception;
        known.Reason = given.Record.Reason;
        known.State = given.Record.State;
        known.Replay = given.Record.Replay;
        known.Attempts = given.Record.Attempts;
        known.AmountMinor = given.Record.AmountMinor;
        known.Currency = given.Record.Currency;
        if (bodies.TryGetValue(known.Id, out var body))
        {
            (body.Headers, body.Stack) = (given.Body.Headers, given.Body.Stack);
            // What died may be what was sent in the place of the original, which is kept.
            if (body.EditedBody is not { } edited || !edited.AsSpan().SequenceEqual(given.Body.Body))
            {
                body.Body = given.Body.Body;
            }
        }

        Count(known, isDead: true);
    }

    private void Count(DeadLetterRecord letter, bool isDead)
    {
        var sign = isDead ? 1 : -1;
        var group = groups[letter.GroupId];
        group.Letters += sign;
        group.SagaType ??= letter.SagaType;
        group.Step ??= letter.Step;
        if (letter.SagaId is not { } saga)
        {
            return;
        }

        if (!dead.TryGetValue((letter.GroupId, saga), out var ofSaga))
        {
            dead[(letter.GroupId, saga)] = ofSaga = [];
        }

        var isFirstOrLast = isDead
            ? ofSaga.Add(letter.Id) && ofSaga.Count == 1
            : ofSaga.Remove(letter.Id) && ofSaga.Count == 0;
        if (isFirstOrLast)
        {
            var stake = Stake(letter);
            stake.Sagas += sign;
            stake.AmountMinor += sign * (letter.AmountMinor ?? 0);
        }
    }

    private DeadLetterStakeRecord Stake(DeadLetterRecord letter)
    {
        var key = (letter.GroupId, letter.Currency ?? NoCurrency);
        if (!stakes.TryGetValue(key, out var stake))
        {
            stake = new() { GroupId = key.GroupId, Currency = key.Item2 };
            stakes[key] = stake;
            context.Add(stake);
        }

        return stake;
    }

    private Task<List<string>> Groups(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        context
            .DeadLetters.Where(letter => ids.Contains(letter.Id))
            .Select(letter => letter.GroupId)
            .Distinct()
            .ToListAsync(cancellationToken);

    /// <exception cref="ConflictException">A letter has changed its group in between.</exception>
    private async Task Load(
        IReadOnlyCollection<Guid> ids,
        IReadOnlyCollection<string> groupIds,
        IReadOnlyCollection<Guid> sagas,
        CancellationToken cancellationToken
    )
    {
        var keys = groupIds.Distinct().Order(StringComparer.Ordinal).ToList();
        await Lock(keys, cancellationToken);
        foreach (
            var letter in await context
                .DeadLetters.Where(letter => ids.Contains(letter.Id))
                .AsTracking()
                .ToListAsync(cancellationToken)
        )
        {
            letters[letter.Id] = letter;
            if (!groups.ContainsKey(letter.GroupId))
            {
                throw new ConflictException($"Dead letter {letter.Id} has just changed its group.");
            }
        }

        foreach (
            var stake in await context
                .DeadLetterStakes.Where(stake => keys.Contains(stake.GroupId))
                .AsTracking()
                .ToListAsync(cancellationToken)
        )
        {
            stakes[(stake.GroupId, stake.Currency)] = stake;
        }

        await LoadDead(
            keys,
            [.. sagas.Concat(letters.Values.Select(letter => letter.SagaId).OfType<Guid>()).Distinct()],
            cancellationToken
        );
    }

    /// <summary>Which letters are dead of the same sagas in the same groups.</summary>
    private async Task LoadDead(
        IReadOnlyCollection<string> keys,
        IReadOnlyCollection<Guid> sagas,
        CancellationToken cancellationToken
    )
    {
        var found = await context
            .DeadLetters.Where(letter =>
                letter.SagaId != null
                && sagas.Contains(letter.SagaId.Value)
                && letter.Status == DeadLetterStatus.Dead
                && keys.Contains(letter.GroupId)
            )
            .Select(letter => new
            {
                letter.GroupId,
                letter.SagaId,
                letter.Id,
            })
            .ToListAsync(cancellationToken);
        foreach (var letter in found.GroupBy(letter => (letter.GroupId, letter.SagaId!.Value)))
        {
            dead[letter.Key] = [.. letter.Select(one => one.Id)];
        }
    }

    private async Task Lock(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var table = RowTable.Of(
            context.Model.FindEntityType(typeof(DeadLetterGroupRecord))!,
            context.GetService<ISqlGenerationHelper>()
        );
        var statement = statements.LockRows(table.Name, table.Key, keys);
        foreach (
            var group in await context
                .DeadLetterGroups.FromSqlRaw(statement.Sql, statement.Arguments)
                .AsTracking()
                .ToListAsync(cancellationToken)
        )
        {
            groups[group.Id] = group;
        }
    }

    private static DeadLetterGroupRecord NewGroup(DeadLetterRecord letter) =>
        new()
        {
            Id = letter.GroupId,
            Queue = letter.Queue,
            Place = letter.Place,
            MessageType = letter.MessageType,
            SagaType = letter.SagaType,
            Step = letter.Step,
            Exception = letter.Exception,
            Reason = letter.Reason,
            FirstAt = letter.At,
            LastAt = letter.LastAt,
        };
}
