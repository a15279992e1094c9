using MassTransit;
using Sagas.Fulfilment;
using Sagas.Orchestration;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.TestKit.Ledgers;
using Sagas.TestKit.Orders;

namespace Sagas.Tests.Fulfilment.Failures;

/// <summary>
/// Every step of every saga with every fault, none left out: the saga ends where it should, and the ledgers of the
/// participants and of the gateway agree.
/// </summary>
[Parallelizable]
internal sealed class FailureTableTests
{
    private const int Always = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Saga, string Step, Fault Fault), Task> _runs = [];
    private FaultyWorld _world = null!;

    [OneTimeSetUp]
    public async Task Start() => _world = await FaultyWorld.Start();

    [OneTimeTearDown]
    public async Task Stop() => await _world.DisposeAsync();

    [TestCaseSource(nameof(Cases))]
    public Task Ends_right(string saga, string step, Fault fault) => Run(saga, step, fault);

    [Test]
    public async Task The_ledgers_agree()
    {
        var cases = Cases().Select(one => ((string)one[0], (string)one[1], (Fault)one[2])).ToList();
        await Task.WhenAll(cases.Select(one => Run(one.Item1, one.Item2, one.Item3)));
        var journal = cases.Select(one => new FaultCase(one.Item1, one.Item2, one.Item3)).ToList();

        var violations = LedgerOracle.Violations(
            [.. journal.Select(one => one.JournalOrder).OfType<JournalOrder>()],
            [.. journal.Select(one => one.JournalReturn).OfType<JournalReturn>()],
            await _world.Ledgers()
        );

        Assert.That(violations, Is.Empty);
    }

    public static IEnumerable<object[]> Cases() =>
        from saga in FulfilmentCatalogue.Create().Sagas
        from step in saga.Plan.Outline
        from fault in Enum.GetValues<Fault>()
        select new object[] { saga.Name, step.Name, fault };

    /// <summary>Each case runs once, whoever asks first.</summary>
    private Task Run(string saga, string step, Fault fault)
    {
        lock (_gate)
        {
            if (!_runs.TryGetValue((saga, step, fault), out var run))
            {
                run = Play(new FaultCase(saga, step, fault));
                _runs[(saga, step, fault)] = run;
            }

            return run;
        }
    }

    private async Task Play(FaultCase one)
    {
        if (one.NeedsOrder)
        {
            await _world.Send(Address.OfSaga("order"), one.Order);
            await _world.Until(one.OrderId, "Completed", order => order.State == "Completed");
        }

        Arm(one);
        await _world.Send(Address.OfSaga(one.Saga), one.Start);
        if (one.Saga == "return")
        {
            await _world.Send(Address.OfParticipant("inventory"), one.Arrival);
        }

        await LetTimePass(one);
        await BringToItsEnd(one);
        await _world.Until(one.Id, one.End, found => found.State == one.End);
        await SayItAgain(one);
    }

    private void Arm(FaultCase one)
    {
        switch (one.Fault)
        {
            case Fault.TimedOut or Fault.TimedOutThenLateSuccess:
                _world.Faults.Swallow(one.Effect, one.Step.Command, Always);
                break;
            case Fault.ReplyLost:
                _world.Faults.Swallow(one.Effect, one.Step.Done, 1);
                break;
            case Fault.ErrorThatHeals:
                _world.Faults.Fail(one.Effect, one.Step.Command, 2);
                break;
            case Fault.ErrorThatDoesNot:
                _world.Faults.Fail(one.Effect, one.Step.Command, Always);
                break;
        }
    }

    /// <summary>Each of the step's deadlines passes, as its timer would say, until the saga no longer waits for it.</summary>
    private async Task LetTimePass(FaultCase one)
    {
        if (one.Fault == Fault.ReplyLost)
        {
            await _world.Until(
                one.Id,
                "a lost answer",
                _ => _world.Faults.Seen(one.Effect, one.Step.Done) is not null
            );
            if (one.Step.Patience!.Attempts == 1)
            {
                // Days of patience, and no second try: a person asks again.
                await Resume(one);
                return;
            }

            await PassDeadline(one);
        }
        else if (one.Fault is Fault.TimedOut or Fault.TimedOutThenLateSuccess or Fault.ErrorThatDoesNot)
        {
            for (var attempt = 0; attempt < one.Step.Patience!.Attempts; attempt++)
            {
                await PassDeadline(one);
            }
        }
    }

    private async Task PassDeadline(FaultCase one)
    {
        var before = await _world.Until(
            one.Id,
            $"{one.Step.Name} to be asked",
            saga => StatusOf(saga, one) == "requested"
        );
        var asked = FaultyWorld.StepOf(before, one.Step.Name)!.Value.Asked;
        await _world.Until(
            one.Id,
            "the command to be sent",
            _ => _world.Faults.Seen(one.Effect, one.Step.Command) is not null
        );
        var token = Sagas.Core.DerivedId.OfDeadline(one.Id, one.Step.Name, asked);
        await _world.Send(Address.OfSaga(one.Saga), new StepDeadline(one.Id, one.Step.Name, token));
        await _world.Until(one.Id, "the deadline to be noticed", saga => saga.Version > before.Version);
    }

    /// <summary>What a late participant or an operator does.</summary>
    private async Task BringToItsEnd(FaultCase one)
    {
        if (one.NeedsAttention)
        {
            var stuck = await _world.Until(one.Id, "NeedsAttention", saga => saga.State == "NeedsAttention");
            Assert.That(stuck.OwedSince, Is.Not.Null);
            Assert.That(
                _world.Operator.Ledger(stuck).Single(line => line.IsGivenUp).Step,
                Is.EqualTo(one.Step.Name)
            );
        }

        if (one.Fault == Fault.TimedOutThenLateSuccess)
        {
            if (!one.NeedsAttention)
            {
                await _world.Until(one.Id, one.End, saga => saga.State == one.End);
            }

            _world.Faults.Heal(one.Effect, one.Step.Command);
            await _world.Send(one.Participant, _world.Faults.Seen(one.Effect, one.Step.Command)!);
            await _world.Until(
                one.Id,
                "a late answer",
                _ =>
                    _world.Faults.Seen(one.Effect, one.Step.Refused ?? one.Step.Done) is not null
                    || _world.Faults.Seen(one.Effect, one.Step.Done) is not null
            );
        }
        else if (one.NeedsAttention)
        {
            _world.Faults.Heal(one.Effect, one.Step.Command);
            await Resume(one);
        }
    }

    /// <summary>After the end, an answer more changes nothing, and is kept in the history with why.</summary>
    private async Task SayItAgain(FaultCase one)
    {
        if (one.Fault is not (Fault.DuplicateReply or Fault.ContradictoryReply))
        {
            return;
        }

        var before = await _world.Until(one.Id, one.End, saga => saga.State == one.End);
        var answer =
            one.Fault == Fault.DuplicateReply
                ? _world.Faults.Seen(one.Effect, one.Step.Done)!
                : one.Contradiction;
        await _world.Send(Address.OfSaga(one.Saga), answer);
        var after = await _world.Until(one.Id, "a longer history", saga => saga.Version > before.Version);
        Assert.That(after.State, Is.EqualTo(one.End));
        var history = await _world.Reader.History(one.Saga, one.Id, CancellationToken.None);
        Assert.That(history[^1].Kind, Is.EqualTo("Ignored"));
        Assert.That(history[^1].Detail, Does.Contain("does not wait for"));
    }

    private async Task Resume(FaultCase one)
    {
        var outcome = await _world.Operator.Apply(
            new(NewId.NextGuid(), OperatorAction.Resume, one.Saga, one.Id, "ann", "it is mended"),
            CancellationToken.None
        );
        Assert.That(outcome.IsDone, Is.True, outcome.Text);
    }

    private static string? StatusOf(SagaRecord saga, FaultCase one) =>
        FaultyWorld.StepOf(saga, one.Step.Name)?.Status;
}
