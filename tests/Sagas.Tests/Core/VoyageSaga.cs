using Sagas.Core.Definitions;

namespace Sagas.Tests.Core;

/// <summary>
/// A saga drawn as text, so that tests can have any. Stages are separated by blanks, steps that run together by
/// <c>+</c>. A leading <c>!</c> is the pivot; <c>?</c> may be refused; <c>~</c> has a deadline of a minute:
/// what can be undone is asked once, everything else three times. <c>*</c>
/// reminds every second. All steps share their types of messages: only the key tells them apart.
/// </summary>
internal sealed class VoyageSaga : SagaDefinition<Voyage>
{
    public const string Everything = "flight?~ hotel?~+car? !ticket?~ letter~";

    private static readonly char[] Marks = ['!', '?', '~', '*'];

    public VoyageSaga(string shape)
        : base("voyage", version: 1)
    {
        StartsWith<SetSail>(sail => sail.Key, (sail, id) => new Voyage(id, sail.Price, ""))
            .Checked(Problems)
            .Announces(voyage => new SailSet(voyage.Id));
        var hasPivot = shape.Contains('!', StringComparison.Ordinal);
        var forwardOnly = false;
        foreach (var stage in shape.Split(' '))
        {
            forwardOnly |= stage.StartsWith('!');
            InParallel(() =>
            {
                foreach (var step in stage.Split('+'))
                {
                    Describe(step, forwardOnly && hasPivot);
                }
            });
        }

        Completes(voyage => new VoyageEnded(voyage.Id, voyage.Log));
        Compensated((voyage, why) => new VoyageUndone(voyage.Id, why));
    }

    public static SagaPlan<Voyage> PlanOf(string shape) => new VoyageSaga(shape).Plan;

    private void Describe(string drawn, bool forwardOnly)
    {
        var name = drawn.Trim(Marks);
        var step = drawn.StartsWith('!') ? Pivot(name, name + "s") : Step(name, name + "s");
        step.Do((voyage, key) => new DoStep(voyage.Id, key, name, voyage.Price))
            .Done<StepDone>((voyage, done) => voyage with { Log = voyage.Log + done.Note + " " });
        if (!forwardOnly)
        {
            step.Undo((voyage, key) => new UndoStep(voyage.Id, key, name)).Undone<StepUndone>();
        }

        if (drawn.Contains('?', StringComparison.Ordinal))
        {
            step.Refused<StepRefused>(refused => refused.Why);
        }

        if (drawn.Contains('*', StringComparison.Ordinal))
        {
            step.Remind(TimeSpan.FromSeconds(1), voyage => new VoyageReminder(voyage.Id));
        }

        step.Amount(voyage => new global::Sagas.Core.Money(voyage.Price, "GBP"));
        if (drawn.Contains('~', StringComparison.Ordinal))
        {
            step.Within(TimeSpan.FromMinutes(1), forwardOnly ? 3 : 1);
            if (!forwardOnly)
            {
                step.UndoWithin(TimeSpan.FromMinutes(1), attempts: 3);
            }
        }
    }

    /// <summary>The same, with a day to end.</summary>
    public static SagaPlan<Voyage> TimedPlanOf(string shape)
    {
        var saga = new VoyageSaga(shape);
        saga.EndsWithin(TimeSpan.FromDays(1));
        return saga.Plan;
    }

    private static IEnumerable<string> Problems(SetSail sail)
    {
        if (sail.Price < 0)
        {
            yield return "The price is negative.";
        }

        if (sail.Price < -100)
        {
            yield return "It is far too low.";
        }
    }
}
