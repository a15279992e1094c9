using Sagas.Core.Protocol;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Telemetry;
using Sagas.Storage.Providers;

namespace Sagas.Storage.Groups;

/// <summary>
/// Commits of messages that wait at the same time are one transaction. Where one of them cannot be committed, nothing is, and
/// each is tried alone: so it fails alone, and costs the others nothing but time.
/// </summary>
internal sealed class GroupCommitter
{
    private const int MostMembers = 64;
    private const int MostSent = 256;

    private readonly Database _database;
    private readonly IGroupWriter _writer;
    private readonly Tables _tables;
    private readonly SentMessages _sent;
    private readonly SagasMeter? _meter;
    private readonly Gathering<Member> _gathering;

    public GroupCommitter(
        Database database,
        IGroupWriter writer,
        Tables tables,
        SentMessages sent,
        SagasMeter? meter
    )
    {
        (_database, _writer, _tables, _sent, _meter) = (database, writer, tables, sent, meter);
        _gathering = new(MostMembers, Write);
    }

    /// <exception cref="Exception">As the database told it: this member's own failure, or that it is away.</exception>
    public Task Commit(StagedWrites writes)
    {
        var member = new Member(writes);
        _gathering.Add(member);
        return member.Done;
    }

    private async Task Write(IReadOnlyList<Member> group)
    {
        var failure = await Failure(group);
        var answer = GroupCommit.Answer(OutcomeOf(failure), group.Count);
        if (answer == GroupAnswer.EachAlone)
        {
            _meter?.Groups.Refused();
        }

        foreach (var member in group)
        {
            if (answer == GroupAnswer.EachAlone)
            {
                failure = await Failure([member]);
                // Those who would come next were refused with the group, and nothing of theirs is written either.
                answer = OutcomeOf(failure) == GroupOutcome.Unanswered ? GroupAnswer.Failed : answer;
            }

            member.Tell(failure);
        }
    }

    private GroupOutcome OutcomeOf(Exception? failure) =>
        failure is null ? GroupOutcome.Written
        : _database.Classify(failure) == Providers.Failure.Unavailable ? GroupOutcome.Unanswered
        : GroupOutcome.Refused;

    /// <returns>Null: it is committed.</returns>
    private async Task<Exception?> Failure(IReadOnlyList<Member> group)
    {
        var sent = _sent.Take(MostSent);
        try
        {
            var writes = GroupWrites.Of([.. group.Select(member => member.Writes)], sent, _tables);
            using var pass = await _database.Provider.EnterWrite(CancellationToken.None);
            await _writer.Write(writes, CancellationToken.None);
            _meter?.Groups.Committed(group.Count);
            return null;
        }
        catch (Exception failure)
        {
            _sent.PutBack(sent);
            return failure;
        }
    }

    private sealed class Member(StagedWrites writes)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public StagedWrites Writes => writes;

        public Task Done => _done.Task;

        public void Tell(Exception? failure)
        {
            if (failure is null)
            {
                _done.SetResult();
            }
            else
            {
                _done.SetException(failure);
            }
        }
    }
}
