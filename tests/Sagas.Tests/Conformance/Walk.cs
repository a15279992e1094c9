using Sagas.Core.Decisions;

namespace Sagas.Tests.Conformance;

/// <summary>A random walk: mostly what a saga waits for, often a timer, and anything else in between.</summary>
internal static class Walk
{
    private const int Tries = 20;
    private const int HelpfulPercent = 52;
    private const int TimelyPercent = 14;

    public static Move Next<TData>(Subject<TData> subject, Model<TData> model, Random random)
        where TData : class
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var chance = random.Next(100);
            var move =
                chance < HelpfulPercent ? Helpful(subject, model, random)
                : chance < HelpfulPercent + TimelyPercent ? Timely(subject, random)
                : subject.Moves[random.Next(subject.Moves.Count)];
            if (model.Make(move) is not null)
            {
                return move;
            }
        }

        return new Move.Start(Payload.Same);
    }

    private static Move Helpful<TData>(Subject<TData> subject, Model<TData> model, Random random)
        where TData : class
    {
        var open = model.Saga.Steps.Where(step => step.Value.IsOpen).ToList();
        if (open.Count == 0)
        {
            return new Move.Start(Payload.Same);
        }

        var (name, progress) = open[random.Next(open.Count)];
        var step = subject.Plan.Outline.First(step => step.Name == name);
        var answer =
            progress.Status is StepStatus.Undoing or StepStatus.UndoStuck ? step.Undone
            : random.Next(4) == 0 ? step.Refused ?? step.Done
            : step.Done;
        return new Move.Reply(name, answer!);
    }

    private static Move.Timer Timely<TData>(Subject<TData> subject, Random random)
        where TData : class
    {
        var timers = subject
            .Moves.OfType<Move.Timer>()
            .Where(timer => timer.Age == TimerAge.Current)
            .ToList();
        return timers[random.Next(timers.Count)];
    }
}
