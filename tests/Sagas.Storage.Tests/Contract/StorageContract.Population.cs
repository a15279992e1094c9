using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.Upgrades;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    private IPopulationStore Population => services.GetRequiredService<IPopulationStore>();

    [Test]
    public async Task A_population_counts_sagas_by_version_and_state_and_timers_by_what_they_are_for()
    {
        var ended = Given.Saga(state: "Completed");
        ended.EndedAt = Given.Now;
        var newer = Given.Saga(state: "stock");
        newer.DefinitionVersion = 2;
        await Commit(transaction =>
        {
            transaction.Add(Given.Saga());
            transaction.Add(Given.Saga());
            transaction.Add(newer);
            transaction.Add(ended);
            transaction.Add(Given.Timer(Given.Now));
            transaction.Add(Given.Timer(Given.Now + Hour));
            transaction.Add(Given.Timer(Given.Now, purpose: TimerPurpose.Reminder));
        });

        Assert.That(
            await Population.Sagas(default),
            Is.EqualTo(
                new SagaCount[]
                {
                    new("order", 1, "Completed", true, 1),
                    new("order", 1, "stock", false, 2),
                    new("order", 2, "stock", false, 1),
                }
            )
        );
        Assert.That(
            await Population.Timers(default),
            Is.EqualTo(
                new TimerCount[]
                {
                    new("order", "Reminder", "stock", "order-saga", 1, Given.Now, Given.Now),
                    new("order", "StepDeadline", "stock", "order-saga", 2, Given.Now, Given.Now + Hour),
                }
            )
        );
    }

    [Test]
    public async Task A_population_counts_letters_that_are_dead_and_lists_what_has_not_left()
    {
        var (first, second) = (Given.Message(Given.Now), Given.Message(Given.Now + Hour));
        await Commit(transaction =>
        {
            transaction.Add(second);
            transaction.Add(first);
        });
        var seenTo = Letter(Silent, NewId.NextGuid());
        await DeadLetters.Died([Letter(Silent), Letter(Loud), seenTo], default);
        await DeadLetters.Leave([seenTo.Record.Id], DeadLetterStatus.Discarded, default);

        Assert.That(
            await Population.DeadLetters(default),
            Is.EqualTo(
                new[] { new MessageCount(MessagePlace.DeadLetter, "inventory", seenTo.Record.MessageType, 2) }
            )
        );
        Assert.That(
            (await Population.Outbox(10, default)).Select(message => message.Id),
            Is.EqualTo(new[] { first.Id, second.Id })
        );
        Assert.That(await Population.Outbox(1, default), Has.Count.EqualTo(1));
    }
}
