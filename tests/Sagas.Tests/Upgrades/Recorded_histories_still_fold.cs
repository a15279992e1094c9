using System.Text.Json;
using Sagas.Core.Decisions;
using Sagas.Orchestration;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Upgrades;
using Sagas.Tests.Conformance;

namespace Sagas.Tests.Upgrades;

/// <summary>
/// Histories that were recorded from real runs of each version of each definition: the code of today leads them where they led,
/// with the same effects.
/// </summary>
/// <remarks>infra/scripts/record-histories records those of a version that has none; what is recorded is never written again.</remarks>
internal sealed class Recorded_histories_still_fold
{
    private const string Record = "SAGAS_RECORD_HISTORIES";

    [Test]
    public async Task Every_version_of_today_has_its_histories()
    {
        if (Environment.GetEnvironmentVariable(Record) == "1")
        {
            await using var host = await MachineHost.Start(bus =>
            {
                bus.AddSaga(Subjects.Orders.Definition);
                bus.AddSaga(Subjects.Returns.Definition);
                bus.AddSaga(Subjects.Expeditions.Definition);
            });
            await RecordMissing(host, Subjects.Orders, Stories.OfOrders);
            await RecordMissing(host, Subjects.Returns, Stories.OfReturns);
            await RecordMissing(host, Subjects.Expeditions, Stories.OfExpeditions);
        }

        Assert.Multiple(() =>
        {
            MustBeRecorded(Subjects.Orders, Stories.OfOrders);
            MustBeRecorded(Subjects.Returns, Stories.OfReturns);
            MustBeRecorded(Subjects.Expeditions, Stories.OfExpeditions);
        });
    }

    [Test]
    public void They_hold_every_kind_of_entry_and_every_end()
    {
        var files = HistoryFile.All().Select(HistoryFile.Read).ToList();

        Assert.That(
            files.SelectMany(file => file.History.Entries).Select(entry => entry.Kind).Distinct(),
            Is.EquivalentTo(Enum.GetNames<EntryKind>())
        );
        Assert.That(
            files.Select(file => file.History.Entries[^1].State),
            Is.SupersetOf(new[] { StateName.Completed, StateName.Compensated, StateName.NeedsAttention })
        );
    }

    [TestCaseSource(typeof(HistoryFile), nameof(HistoryFile.All))]
    public void It_leads_where_it_led(string name)
    {
        var file = HistoryFile.Read(name);
        var fault = file.History.Saga switch
        {
            "order" => Fault(Subjects.Orders, file),
            "return" => Fault(Subjects.Returns, file),
            "expedition" => Fault(Subjects.Expeditions, file),
            var other => $"no definition is called {other} any more",
        };
        Assert.That(
            fault,
            Is.Null,
            $"{name}: {fault}. Sagas that run now have such histories. Undo the change of the definition, or give it a new version that "
                + "still leads the histories of the old one where they led, and record its own with infra/scripts/record-histories."
        );
    }

    private static string? Fault<TData>(Subject<TData> subject, HistoryFile file)
        where TData : class
    {
        var refolded = HistoryCheck.Refold(subject.Plan, file.History);
        if (refolded.Fault is not null)
        {
            return refolded.Fault;
        }

        var isSameVersion = subject.Plan.Version == file.History.Version;
        foreach (var (entry, recorded, now) in file.History.Entries.Zip(file.Effects, refolded.Effects))
        {
            var (then, today) = (recorded, EffectLines.Of(now));
            if (!isSameVersion)
            {
                (then, today) = (EffectLines.WithoutDelays(then), EffectLines.WithoutDelays(today));
            }

            if (!then.SequenceEqual(today))
            {
                return $"entry {entry.Sequence} ({entry.Kind} of {entry.Step ?? "the saga"}) had the effects "
                    + $"[{string.Join(", ", then.Except(today))}], and has [{string.Join(", ", today.Except(then))}] now";
            }
        }

        var saga = JsonSerializer.SerializeToElement(refolded.Saga, SagaJson.Options);
        return isSameVersion && !JsonElement.DeepEquals(saga, file.Saga)
            ? $"it adds up to {saga.GetRawText()}, and added up to {file.Saga.GetRawText()}"
            : null;
    }

    private static async Task RecordMissing<TData>(
        MachineHost host,
        Subject<TData> subject,
        IReadOnlyList<Story> stories
    )
        where TData : class
    {
        var folder = HistoryFile.FolderOf(subject.Name, subject.Plan.Version);
        if (Directory.Exists(folder))
        {
            TestContext.Out.WriteLine($"{folder} is there already, and stays as it is.");
            return;
        }

        var recorded = new List<(string Name, HistoryFile File)>();
        foreach (var story in stories)
        {
            var model = new Model<TData>(subject, $"recorded-{story.Name}");
            var effects = new List<IReadOnlyList<string>>();
            foreach (var move in story.Moves(subject.Plan))
            {
                var delivery =
                    model.Make(move)
                    ?? throw new AssertionException($"{story.Name}: {move} is not possible there.");
                model.Give(delivery);
                var commits = await host.Commits(subject.Plan, delivery);
                effects.Add(EffectLines.Of(commits.Single()));
            }

            var saga = (await host.Shell.Reader.Find(model.Id, CancellationToken.None)).Single();
            var history = await host.Shell.Reader.History(subject.Name, model.Id, CancellationToken.None);
            using var instance = JsonDocument.Parse(saga.Data);
            recorded.Add(
                (
                    story.Name,
                    new(
                        RecordedHistory.Of(saga, history),
                        effects,
                        instance.RootElement.GetProperty("saga").Clone()
                    )
                )
            );
        }

        // All or none: a folder that is there is never written to.
        recorded.ForEach(one => one.File.Write(folder, one.Name));

        TestContext.Out.WriteLine($"{stories.Count} histories were recorded in {folder}.");
    }

    private static void MustBeRecorded<TData>(Subject<TData> subject, IReadOnlyList<Story> stories)
        where TData : class =>
        Assert.That(
            stories.Where(story =>
                !File.Exists(
                    Path.Combine(
                        HistoryFile.FolderOf(subject.Name, subject.Plan.Version),
                        $"{story.Name}.json"
                    )
                )
            ),
            Is.Empty,
            $"Version {subject.Plan.Version} of {subject.Name} has no such histories. Record them with infra/scripts/record-histories, "
                + "and commit them."
        );
}
