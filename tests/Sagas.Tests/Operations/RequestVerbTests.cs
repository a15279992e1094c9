using System.Text.Json.Nodes;
using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Operations;
using Sagas.Orchestration.Operators;

namespace Sagas.Tests.Operations;

internal sealed class RequestVerbTests
{
    [TestCase("cancel", OperatorAction.Cancel)]
    [TestCase("resume", OperatorAction.Resume)]
    public async Task A_request_names_the_saga_the_person_and_the_reason(string verb, OperatorAction action)
    {
        using var desk = new Desk();
        desk.Sagas.Add(Desk.Saga("v-1"));

        await desk.Run(verb, "v-1", "--by", "ann", "--reason", "a test");

        var request = desk.Operator.Requests.Single();
        Assert.That(
            (request.Action, request.SagaType, request.SagaId, request.By, request.Reason),
            Is.EqualTo((action, "voyage", desk.Sagas[0].Id, "ann", "a test"))
        );
        Assert.That(desk.Shown, Does.Contain("done"));
    }

    [Test]
    public async Task Settling_says_what_was_answered_and_who_confirms_it()
    {
        using var desk = new Desk();
        desk.Sagas.Add(Desk.Saga("v-1"));

        await desk.Run(
            "settle",
            "v-1",
            "--step",
            "flight",
            "--reason",
            "by phone",
            "--answer",
            "StepDone",
            "--with",
            "{}",
            "--second",
            "bob"
        );

        var request = desk.Operator.Requests.Single();
        Assert.That(
            (request.Step, request.AnswerType, request.Answer, request.SecondBy, request.By),
            Is.EqualTo(("flight", "StepDone", "{}", "bob", Environment.UserName))
        );
    }

    [Test]
    public async Task What_is_not_possible_is_refused_with_the_reason()
    {
        using var desk = new Desk();
        desk.Sagas.Add(Desk.Saga("v-1"));
        desk.Operator.Answer = OperatorOutcome.Refused("The saga is completed.");

        var refusal = await desk.Refusal("cancel", "v-1", "--reason", "x");

        Assert.That(
            (refusal.Message, refusal.ExitCode),
            Is.EqualTo(("The saga is completed.", RefusedException.Failed))
        );
    }

    [Test]
    public async Task What_is_owed_is_listed_with_its_sum()
    {
        using var desk = new Desk(width: 160);
        var saga = Desk.Saga("v-1", "NeedsAttention", "no ticket");
        saga.OwedSince = saga.StartedAt;
        desk.Sagas.Add(saga);
        desk.Operator.Lines.AddRange([
            new(
                "flight",
                "flights",
                Guid.Empty,
                StepStatus.UndoStuck,
                "Undo",
                new Money(1_200, "GBP"),
                true,
                true
            ),
            new(
                "hotel",
                "hotels",
                Guid.Empty,
                StepStatus.Undoing,
                "Undo",
                new Money(300, "GBP"),
                true,
                false
            ),
            new("car", "cars", Guid.Empty, StepStatus.Undone, "Undo", new Money(50, "EUR"), false, false),
        ]);

        await desk.Run("owed");
        Assert.That(desk.Shown, Does.Contain("2 effects; 1,500 GBP.").And.Contain("UndoStuck"));

        await desk.Run("owed", "--given-up");
        Assert.That(desk.Shown, Does.Contain("1 effects; 1,200 GBP."));

        await desk.Run("ledger", "v-1");
        Assert.That(desk.Shown, Does.Contain("Undone"));
    }

    [Test]
    public async Task What_the_sagas_code_fails_to_say_the_worth_of_is_listed_all_the_same()
    {
        using var desk = new Desk(width: 160);
        var saga = Desk.Saga("v-1", "NeedsAttention", "no ticket");
        saga.OwedSince = saga.StartedAt;
        desk.Sagas.Add(saga);
        desk.Operator.Lines.Add(
            new("hotel", "hotels", Guid.Empty, StepStatus.UndoStuck, "Undo", null, true, true)
            {
                AmountFault = "FormatException: no number",
            }
        );

        await desk.Run("owed");
        Assert.That(desk.Shown, Does.Contain("1 effects; no amounts, and 1 of unknown amount"));

        await desk.Run("ledger", "v-1");
        Assert.That(
            desk.Shown,
            Does.Contain("What hotel is worth is unknown")
                .And.Contain("code fails: FormatException: no number")
        );
    }

    [Test]
    public async Task A_saga_that_cannot_be_read_is_named_and_keeps_no_other_from_the_list()
    {
        using var desk = new Desk(width: 300);
        foreach (var key in new[] { "v-1", "v-2" })
        {
            var saga = Desk.Saga(key, "NeedsAttention", "no ticket");
            saga.OwedSince = saga.StartedAt;
            desk.Sagas.Add(saga);
        }

        desk.Operator.Unreadable = desk.Sagas[0];
        desk.Operator.Lines.Add(
            new(
                "hotel",
                "hotels",
                Guid.Empty,
                StepStatus.UndoStuck,
                "Undo",
                new Money(300, "GBP"),
                true,
                true
            )
        );

        var code = await desk.Run("owed");

        Assert.That(code, Is.EqualTo(RefusedException.Failed));
        Assert.That(
            desk.Shown,
            Does.Contain("Not in the list: The data of voyage v-1")
                .And.Contain("no number")
                .And.Contain("1 effects; 300 GBP.")
        );

        await desk.Run("owed", "--json");
        Assert.That(
            JsonNode.Parse(desk.Raw)!["unreadable"]!.AsArray().Single()!["key"]!.GetValue<string>(),
            Is.EqualTo("v-1")
        );
    }

    [Test]
    public async Task Nothing_owed_is_told()
    {
        using var desk = new Desk();

        await desk.Run("owed");

        Assert.That(desk.Shown, Does.Contain("Nothing is owed."));
        Assert.That(
            (await desk.Refusal("owed", "--limit", "0")).ExitCode,
            Is.EqualTo(RefusedException.WrongUsage)
        );
    }
}
