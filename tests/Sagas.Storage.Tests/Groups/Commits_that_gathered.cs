using Microsoft.Data.Sqlite;
using Sagas.Orchestration.Outbox;
using Sagas.Storage.Groups;
using Sagas.Storage.Tests.Contract;
using Sagas.Storage.Tests.Databases;

namespace Sagas.Storage.Tests.Groups;

/// <summary>What becomes of each, whatever the database says.</summary>
public sealed class Commits_that_gathered
{
    private const int KeyIsThere = 1_555;
    private const int CannotOpen = 14;
    private static readonly int[] OneThenThreeThenOne = [1, 3, 1];
    private static readonly int[] OneThenThreeThenEach = [1, 3, 1, 1, 1];

    private readonly SqliteTestDatabase database = new();
    private readonly SentMessages sent = new();

    [OneTimeTearDown]
    public async Task Drop_the_database() => await database.DisposeAsync();

    [Test]
    public async Task Of_a_group_that_is_refused_each_is_tried_alone()
    {
        var writer = new Writer(null, new SqliteException("there", 19, KeyIsThere), null, null, null);

        var members = await CommitThree(writer);

        Assert.That(members, Has.All.Property(nameof(Task.IsCompletedSuccessfully)).True);
        Assert.That(writer.Sizes, Is.EqualTo(OneThenThreeThenEach));
    }

    [Test]
    public async Task When_the_database_goes_away_while_each_is_tried_nobody_else_waits_for_it()
    {
        var writer = new Writer(
            null,
            new SqliteException("there", 19, KeyIsThere),
            new SqliteException("away", CannotOpen)
        );

        var members = await CommitThree(writer);

        Assert.That(members, Has.All.Property(nameof(Task.IsFaulted)).True);
        Assert.That(writer.Sizes, Is.EqualTo(OneThenThreeThenOne));
    }

    [Test]
    public async Task What_was_sent_is_there_again_when_nothing_could_be_written()
    {
        await sent.Add(Given.Message().Id);
        var writer = new Writer(new SqliteException("away", CannotOpen));

        await Assert.ThatAsync(
            () => Committer(writer).Commit(Staged()),
            Throws.InstanceOf<SqliteException>()
        );

        Assert.That(sent.Take(10), Has.Count.EqualTo(1));
    }

    /// <summary>One that the database is slow to answer, and three that come meanwhile.</summary>
    private async Task<IReadOnlyList<Task>> CommitThree(Writer writer)
    {
        var committer = Committer(writer);
        var first = committer.Commit(Staged());
        Task[] members = [committer.Commit(Staged()), committer.Commit(Staged()), committer.Commit(Staged())];
        writer.Go();
        await first;
        await Task.WhenAll(members).ContinueWith(_ => { }, TaskScheduler.Default);
        return members;
    }

    private GroupCommitter Committer(Writer writer)
    {
        var opened = database.Open(Ledger.Catalogue);
        return new(opened, writer, new Tables(opened), sent, meter: null);
    }

    private static StagedWrites Staged()
    {
        var writes = new StagedWrites();
        writes.Consume(Given.Key(), Given.Now);
        return writes;
    }

    /// <summary>A database that answers as it is told, one write after the other; null: it is written.</summary>
    private sealed class Writer(params Exception?[] answers) : IGroupWriter
    {
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Queue<Exception?> _answers = new(answers);

        /// <summary>How many members each write had.</summary>
        public List<int> Sizes { get; } = [];

        public void Go() => _go.SetResult();

        public async Task Write(GroupWrites writes, CancellationToken cancellationToken)
        {
            Sizes.Add(writes.Inserts.Single().Rows.Count);
            var answer = _answers.Dequeue();
            if (Sizes.Count == 1 && _answers.Count > 0)
            {
                await _go.Task;
            }

            if (answer is not null)
            {
                throw answer;
            }
        }
    }
}
