using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Orchestration;

namespace Sagas.Fuzz.Targets;

/// <summary>A definition as somebody might write it: the input is a recipe. What the rules admit can be drawn, sent to, and decided upon.</summary>
internal sealed class DefinitionTarget : ITarget
{
    public string Name => "definition";

    public int Share => 10;

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        [0, 1, 3, 0b0111_1111, 0, 0, 0b0111_1111, 1, 1, 0b0011_0011, 2, 2],
        [1, 2, 1, 0xFF, 7, 7, 0, 0, 0],
        [2, 0, 5, 0x7F, 3, 3, 0x7F, 3, 3, 0x0F, 4, 4, 0x7F, 5, 5, 0x7F, 6, 6],
    ];

    public IReadOnlyList<byte[]> Words { get; } =
    [
        [0x7F, 1, 1],
        [0x0F, 2, 2],
        [0xFF, 0xFF],
    ];

    public Answer Read(byte[] input)
    {
        var sketch = new Sketch(input);
        SagaPlan<Draft> plan;
        try
        {
            plan = sketch.Plan;
        }
        catch (InvalidDefinitionException faults)
        {
            return faults.Problems.All(problem => problem.Length > 0)
                ? new(false, string.Join(' ', faults.Problems))
                : throw new BrokenPromiseException("A fault has no words.");
        }

        _ = MermaidDiagram.Of(plan);
        foreach (var step in plan.Steps)
        {
            _ = Address.OfParticipant(step.Participant);
        }

        var id = DerivedId.OfSaga(plan.Name, "k");
        var decision = Decider.Decide(
            plan,
            Saga<Draft>.NotStarted(id),
            new Input.Start(new Begin("k"), "fingerprint")
        );
        return decision is Decision<Draft>.Accepted { Effects.Count: > 0 }
            ? new(true, $"{plan.Steps.Count} steps")
            : throw new BrokenPromiseException(
                $"A saga of an admitted definition does not start: {decision}."
            );
    }

    public sealed record Draft(Guid Id);

    public sealed record Begin(string Key);

    public sealed record Act(Guid SagaId, Guid Key);

    public sealed record Acted(Guid SagaId, Guid Key);

    public sealed record Declined(Guid SagaId, Guid Key, string Reason);

    public sealed record Revert(Guid SagaId, Guid Key);

    public sealed record Reverted(Guid SagaId, Guid Key);

    public sealed record Mute(string Text);

    public sealed record Ended(Guid SagaId);

    private sealed class Sketch : SagaDefinition<Draft>
    {
        private const int MostSteps = 40;
        private const int MostlyRight = 220;

        /// <summary>Does, is done, undoes, is undone, is refused.</summary>
        private const int Right = 0b0001_1111;

        private static readonly string[] Names =
        [
            "a",
            "b",
            "c-1",
            "A",
            "",
            "order\n",
            "or der",
            new('x', 65),
            "ü",
            "-",
            "d",
            "e",
        ];

        private static readonly string[] Queues =
        [
            "crew",
            "",
            " ",
            "pay ments",
            "a/b?c=d#e",
            "ü",
            "crew\n",
            "queue:x",
        ];

        private static readonly TimeSpan[] Times =
        [
            TimeSpan.FromMinutes(1),
            TimeSpan.Zero,
            TimeSpan.MaxValue,
            TimeSpan.MinValue,
            TimeSpan.FromDays(365),
            TimeSpan.FromSeconds(1),
        ];

        private readonly byte[] _recipe;
        private int _at;
        private int _names;

        public Sketch(byte[] recipe)
            : base(
                recipe.Length > 0 && recipe[0] >= MostlyRight ? Names[recipe[0] % Names.Length] : "sketch",
                recipe.Length > 1 && recipe[1] >= MostlyRight ? MostlyRight - recipe[1] : 1
            )
        {
            _recipe = recipe;
            _at = 2;
            var shape = Next();
            if (shape < MostlyRight)
            {
                StartsWith<Begin>(begin => begin.Key, (_, id) => new Draft(id));
            }

            for (var steps = 0; _at < recipe.Length && steps < MostSteps; steps++)
            {
                Write();
            }

            if (shape % 32 != 31)
            {
                Completes(draft => new Ended(draft.Id));
                Compensated((draft, _) => new Ended(draft.Id));
            }
        }

        private void Write()
        {
            var way = Next();
            if (way % 13 == 12)
            {
                InParallel(() =>
                {
                    for (var inside = way % 3; inside > 0; inside--)
                    {
                        Add(Next());
                    }
                });
            }
            else
            {
                Add(way);
            }
        }

        private void Add(int way)
        {
            // Mostly right, so that what is wrong is wrong alone.
            var (named, queued) = (Next(), Next());
            var name = named < MostlyRight ? $"step-{_names++}" : Names[named % Names.Length];
            var queue = queued < MostlyRight ? Queues[0] : Queues[queued % Queues.Length];
            way = way < MostlyRight / 2 ? Right : way;
            var step = way % 11 == 10 ? Pivot(name, queue) : Step(name, queue);
            if ((way & 1) != 0)
            {
                step.Do((draft, key) => new Act(draft.Id, key));
            }

            _ =
                (way & 2) != 0 ? step.Done<Acted>()
                : way % 7 == 0 ? step.Done<Mute>()
                : step;
            if ((way & 4) != 0)
            {
                step.Undo((draft, key) => new Revert(draft.Id, key));
            }

            _ = (way & 8) != 0 ? step.Undone<Reverted>() : step;
            _ = (way & 16) != 0 ? step.Refused<Declined>(reply => reply.Reason) : step;
            Time(step, way);
        }

        private void Time(StepBuilder<Draft> step, int way)
        {
            if ((way & 128) == 0)
            {
                return;
            }

            step.Within(Times[Next() % Times.Length], Next() - 1);
            step.UndoWithin(Times[Next() % Times.Length], Next() - 1);
            step.Remind(Times[Next() % Times.Length], draft => new Ended(draft.Id));
            step.Retry(policy =>
                policy
                    .Immediately(Times[Next() % Times.Length], Times[Next() % Times.Length])
                    .Later(Times[Next() % Times.Length], Times[Next() % Times.Length])
                    .AtMost(Times[Next() % Times.Length])
            );
            EndsWithin(Times[Next() % Times.Length]);
        }

        private int Next() => _at < _recipe.Length ? _recipe[_at++] : 0;
    }
}
