using Sagas.Core.Protocol;
using Sagas.Storage.Providers;

namespace Sagas.Storage.Groups;

/// <summary>
/// Commits of messages that wait at the same time are one transaction. Where one of them cannot be committed, nothing is, and
/// each is tried alone: so it fails alone, and costs the others nothing but time.
/// </summary>
internal sealed class GroupCommitter
{
    private const int MostMembers = 64;

    private readonly Database _database;
    private readonly IGroupWriter _writer;
    private readonly Tables _tables;
    private readonly Gathering<Member> _gathering;

    public GroupCommitter(Database database, IGroupWriter writer, Tables tables)
    {
        (_database, _writer, _tables) = (database, writer, tables);
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
        switch (GroupCommit.Answer(OutcomeOf(failure), group.Count))
        {
            case GroupAnswer.EachAlone:
                foreach (var member in group)
                {
                    member.Tell(await Failure([member]));
                }

                break;
            default:
                foreach (var member in group)
                {
                    member.Tell(failure);
                }

                break;
        }
    }

    private GroupOutcome OutcomeOf(Exception? failure) =>
        failure is null ? GroupOutcome.Written
        : _database.Classify(failure) == Providers.Failure.Unavailable ? GroupOutcome.Unanswered
        : GroupOutcome.Refused;

    /// <returns>Null: it is committed.</returns>
    private async Task<Exception?> Failure(IReadOnlyList<Member> group)
    {
        try
        {
            var writes = GroupWrites.Of([.. group.Select(member => member.Writes)], _tables);
            using var pass = await _database.Provider.EnterWrite(CancellationToken.None);
            await _writer.Write(writes, CancellationToken.None);
            return null;
        }
        catch (Exception failure)
        {
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
