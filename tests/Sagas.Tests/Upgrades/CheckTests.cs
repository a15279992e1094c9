using MassTransit;
using Sagas.Core;
using Sagas.Core.Upgrades;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.Upgrades;
using Sagas.Tests.Operations;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Upgrades;

/// <summary>What ran under one build, checked by another: each kind of finding, and what is none.</summary>
public sealed class CheckTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Participant Hotels = new("hotels", [typeof(HotelConsumer)], []);
    private static readonly Participant Tickets = new("tickets", [typeof(TicketConsumer)], []);

    private static readonly Catalogue Old = CatalogueOf(new ChangedTrip(), Hotels, Tickets);

    /// <summary>Only takes bookings, and cancels none.</summary>
    private sealed class Bookings : IConsumer<BookHotel>
    {
        public Task Consume(ConsumeContext<BookHotel> context) => Task.CompletedTask;
    }

    [Test]
    public void The_same_build_can_go_on_with_everything() =>
        Assert.That(PopulationCheck.Findings(Running(), Old), Is.Empty);

    [Test]
    public void So_can_one_that_knows_more_under_a_new_version()
    {
        var now = CatalogueOf(new ChangedTrip(version: 2, insures: true), Hotels, Tickets);

        Assert.That(PopulationCheck.Findings(Running() with { Histories = [] }, now), Is.Empty);
    }

    [Test]
    public void An_answer_that_is_no_longer_handled_is_told_with_those_who_wait_for_it() =>
        Told(
            CatalogueOf(new ChangedTrip(version: 2, refuses: false), Hotels, Tickets),
            "12,400 trip sagas wait in ticket; this build no longer handles TicketRefused there.",
            "3 trip sagas wait in NeedsAttention; this build no longer handles TicketRefused there."
        );

    [Test]
    public void A_saga_that_is_not_known_any_more_is_told() =>
        Told(
            new([], [Hotels, Tickets]),
            "12,413 trip sagas run; this build knows no saga trip. Keep it until they have ended.",
            "1 HotelBooked of trip-saga are dead; this build no longer consumes them there.",
            "4 TicketBought are to be handled at trip-saga (Waiting), the first at 2026-11-01 12:00 UTC; this build no longer "
                + "consumes them there."
        );

    [Test]
    public void A_state_that_is_not_known_any_more_is_told() =>
        Told(
            CatalogueOf(new ChangedTrip(version: 2, ticket: "flight"), Hotels, Tickets),
            "12,400 trip sagas wait in ticket; this build's trip has no such state."
        );

    [Test]
    public void A_deadline_that_the_definition_no_longer_has_is_told_with_when_it_is_due() =>
        Told(
            CatalogueOf(new ChangedTrip(version: 2, deadline: false), Hotels, Tickets),
            "10 trip sagas have the StepDeadline of hotel pending, the first due at 2026-11-01 12:00 UTC; this build knows no such "
                + "timer, and it would fire for ever."
        );

    [Test]
    public void A_kind_of_timers_that_is_not_known_is_told()
    {
        var population = Running() with
        {
            Timers = [new("trip", "Escalation", "hotel", "trip-saga", 7, At, At)],
        };

        Assert.That(
            PopulationCheck.Findings(population, Old),
            Is.EqualTo(
                new[]
                {
                    "7 timers for Escalation (hotel) are pending, the first due at 2026-11-01 12:00 UTC; this build knows no timers "
                        + "for that.",
                }
            )
        );
    }

    [Test]
    public void Messages_that_nobody_consumes_any_more_are_told_where_they_are() =>
        Told(
            CatalogueOf(
                new ChangedTrip(version: 2),
                new Participant("hotels", [typeof(Bookings)], []),
                Tickets
            ),
            "10 trip sagas wait in undo hotel; this build no longer consumes their CancelHotel at hotels.",
            "2 CancelHotel of hotels are in the outbox; this build no longer consumes them there.",
            "5 CancelHotel are to be handled at hotels (Redelivery), the first at 2026-11-01 12:00 UTC; this build no longer "
                + "consumes them there."
        );

    [Test]
    public void A_definition_that_went_back_to_an_older_version_is_told()
    {
        var population = Running(version: 2) with { Histories = [] };

        Assert.That(
            PopulationCheck.Findings(population, Old),
            Is.EqualTo(
                new[]
                {
                    "12,413 trip sagas were started by version 2 of their definition; this build has version 1, which is older.",
                }
            )
        );
    }

    [Test]
    public void A_definition_that_changed_without_a_new_version_is_told()
    {
        var findings = PopulationCheck.Findings(
            Running() with
            {
                Histories = [],
            },
            CatalogueOf(new ChangedTrip(insures: true), Hotels, Tickets)
        );

        Assert.That(
            findings,
            Is.EqualTo(
                new[]
                {
                    "The definition of trip has changed and is still version 1: insurance is new; undo insurance is new; "
                        + "NeedsAttention handles Insured; NeedsAttention handles Uninsured. Give it version 2.",
                }
            )
        );
    }

    [Test]
    public void Histories_that_lead_elsewhere_are_told_by_their_entry()
    {
        var history = Running().Histories.Single();
        var population = Running() with
        {
            Sagas = [],
            Timers = [],
            Messages = [],
            Histories = [.. Enumerable.Range(1, 5).Select(number => history with { Key = $"T-{number}" })],
        };

        var findings = PopulationCheck.Findings(
            population,
            CatalogueOf(new ChangedTrip(version: 2, insures: true), Hotels, Tickets)
        );

        Assert.That(findings, Has.Count.EqualTo(4));
        Assert.That(
            findings[0],
            Is.EqualTo(
                "The history of trip T-1 (version 1) no longer folds: entry 2 (StepDone of hotel) led to \"ticket\", and leads to "
                    + "\"insurance\" now."
            )
        );
        Assert.That(findings[3], Is.EqualTo("Nor do those of 2 more trip sagas."));
    }

    [TestCase(
        "Teleported",
        """{"tripId":"00000000-0000-0000-0000-000000000001"}""",
        "is a Teleported, which this build does not know"
    )]
    [TestCase("StepDone", """{"key":"x"}""", "came with a HotelBooked that this build cannot read")]
    public void Entries_that_cannot_be_read_are_told(string kind, string message, string told)
    {
        var history = Running().Histories.Single();
        var broken = history with
        {
            Entries =
            [
                history.Entries[0],
                history.Entries[1] with
                {
                    Kind = kind,
                    Message = System.Text.Json.JsonElement.Parse(message),
                },
            ],
        };

        Assert.That(
            PopulationCheck.Findings(Running() with { Histories = [broken] }, Old).Single(),
            Does.Contain(told)
        );
    }

    [Test]
    public async Task The_verb_says_yes_in_one_line_and_no_in_sentences()
    {
        using var desk = new Desk(width: 160);
        var file = Write(Running());

        desk.Catalogue = Old;
        var yes = await desk.Run("check", file);
        desk.Catalogue = CatalogueOf(new ChangedTrip(version: 2, refuses: false), Hotels, Tickets);
        var no = await desk.Run("check", file);

        Assert.Multiple(() =>
        {
            Assert.That((yes, no), Is.EqualTo((0, 1)));
            Assert.That(
                desk.Shown.Trim(),
                Is.EqualTo(
                    "This build can go on with all of it: 12,413 running sagas, 19 timers, 3 messages; histories checked: 1."
                )
            );
            Assert.That(desk.Complaints.Trim().Split('\n'), Has.Length.EqualTo(2));
            Assert.That(desk.Complaints, Does.Contain("no longer handles TicketRefused there"));
        });
    }

    [Test]
    public async Task Histories_may_come_in_a_file_of_their_own()
    {
        using var desk = new Desk();
        desk.Catalogue = CatalogueOf(new ChangedTrip(version: 2, insures: true), Hotels, Tickets);
        var histories = Write(Running());
        var population = Write(Running() with { Histories = [] });

        Assert.That(await desk.Run("check", population), Is.Zero);
        Assert.That(await desk.Run("check", population, "--histories", histories), Is.EqualTo(1));
        Assert.That(desk.Complaints, Does.Contain("no longer folds"));
    }

    [TestCase("{", "is no population")]
    [TestCase("{}", "is no population")]
    [TestCase("null", "is no population")]
    [TestCase(
        """{"format":2,"at":"2026-11-01T12:00:00Z","definitions":[],"queues":[],"sagas":[],"timers":[],"messages":[],"histories":[]}""",
        "has the format 2"
    )]
    public async Task A_file_that_is_no_population_is_wrong_usage(string text, string told)
    {
        using var desk = new Desk();
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{NewId.Next():N}.json");
        await File.WriteAllTextAsync(file, text);

        var refusal = await desk.Refusal("check", file);

        Assert.That(refusal.ExitCode, Is.EqualTo(Sagas.Operations.RefusedException.WrongUsage));
        Assert.That(refusal.Message, Does.Contain(told));
    }

    [Test]
    public async Task A_file_that_is_not_there_is_wrong_usage()
    {
        using var desk = new Desk();

        Assert.That((await desk.Refusal("check", "nowhere.json")).Message, Does.Contain("There is no file"));
    }

    private static void Told(Catalogue now, params string[] findings) =>
        Assert.That(
            PopulationCheck.Findings(Running() with { Histories = [] }, now),
            Is.EquivalentTo(findings)
        );

    private static Catalogue CatalogueOf(
        global::Sagas.Core.Definitions.ISagaDefinition saga,
        params IReadOnlyList<Participant> participants
    ) => new([saga], participants);

    private static string Write(Population population)
    {
        using var desk = new Desk();
        desk.Export(population);
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{NewId.Next():N}.json");
        File.WriteAllText(file, desk.Raw);
        return file;
    }

    /// <summary>What runs under the old build.</summary>
    private static Population Running(int version = 1)
    {
        var id = DerivedId.OfSaga("trip", "T-1");
        return new(
            Population.CurrentFormat,
            At,
            [DefinitionContract.Of(new ChangedTrip(version).Plan)],
            [
                new("hotels", Names<BookHotel, CancelHotel>()),
                new("tickets", Names<BuyTicket, BuyTicket>()),
                new(
                    "trip-saga",
                    [.. Names<HotelBooked, HotelCancelled>(), .. Names<TicketBought, TicketRefused>()]
                ),
            ],
            [
                new("trip", version, "ticket", false, 12_400),
                new("trip", version, "undo hotel", false, 10),
                new("trip", version, "NeedsAttention", false, 3),
                new("trip", version, "Completed", true, 1_000_000),
            ],
            [
                new(
                    "trip",
                    nameof(TimerPurpose.StepDeadline),
                    "hotel",
                    "trip-saga",
                    10,
                    At,
                    At.AddMinutes(5)
                ),
                new(null, nameof(TimerPurpose.Redelivery), nameof(CancelHotel), "hotels", 5, At, At),
                new("trip", nameof(TimerPurpose.Waiting), nameof(TicketBought), "trip-saga", 4, At, At),
            ],
            [
                new(MessagePlace.DeadLetter, "trip-saga", DefinitionContract.NameOf(typeof(HotelBooked)), 1),
                new(MessagePlace.Outbox, "hotels", DefinitionContract.NameOf(typeof(CancelHotel)), 2),
            ],
            [
                new(
                    "trip",
                    id,
                    "T-1",
                    version,
                    [
                        Entry(1, "Started", null, "hotel", new BookTrip("T-1", 3)),
                        Entry(
                            2,
                            "StepDone",
                            "hotel",
                            "ticket",
                            new HotelBooked(id, DerivedId.OfEffect(id, "hotel"))
                        ),
                    ]
                ),
            ]
        );
    }

    private static RecordedStep Entry(
        long sequence,
        string kind,
        string? step,
        string state,
        object message
    ) =>
        new(
            sequence,
            kind,
            step,
            state,
            message.GetType().FullName,
            System.Text.Json.JsonElement.Parse(
                global::Sagas.Orchestration.Repository.SagaJson.Write(message)
            ),
            null
        );

    private static string[] Names<TOne, TOther>() =>
        [DefinitionContract.NameOf(typeof(TOne)), DefinitionContract.NameOf(typeof(TOther))];
}
