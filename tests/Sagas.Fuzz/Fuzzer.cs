using System.Diagnostics;

namespace Sagas.Fuzz;

/// <summary>
/// Gives seeded mutations of good inputs to every target in turn, and keeps those that are answered in a new way for further
/// mutation. One thread, no clock in its choices: the same seed gives the same inputs.
/// </summary>
internal sealed class Fuzzer(IReadOnlyList<ITarget> targets, int seed, LastInput last)
{
    /// <summary>So many violations are enough to look at.</summary>
    private const int MostViolations = 20;

    public FuzzReport Run(long executions)
    {
        var random = new Random(seed);
        var mutator = new Mutator(random);
        var corpora = targets.Select(target => new Corpus(target.Seeds)).ToList();
        var turns = targets.SelectMany((target, index) => Enumerable.Repeat(index, target.Share)).ToArray();
        random.Shuffle(turns);
        var shapes = new HashSet<int>();
        var (counts, accepted) = (new long[targets.Count], new long[targets.Count]);
        var violations = new List<string>();
        var known = new HashSet<string>();
        var started = Stopwatch.GetTimestamp();
        for (var execution = 0L; execution < executions && violations.Count < MostViolations; execution++)
        {
            var index = turns[execution % turns.Length];
            var (target, corpus) = (targets[index], corpora[index]);
            var input =
                counts[index] < target.Seeds.Count
                    ? target.Seeds[(int)counts[index]]
                    : mutator.Mutate(corpus.Pick(random), corpus.Pick(random), target.Words);
            counts[index]++;
            last.Note(index, input);
            if (Probe.Try(target, input, out var answer) is { } violation)
            {
                if (known.Add($"{target.Name} {Shape.Of(index, new(false, violation))}"))
                {
                    violations.Add(Describe(target, input, violation));
                }

                continue;
            }

            accepted[index] += answer.IsAccepted ? 1 : 0;
            if (shapes.Add(Shape.Of(index, answer)))
            {
                corpus.Keep(input, random);
            }
        }

        return new(
            seed,
            counts.Sum(),
            Stopwatch.GetElapsedTime(started),
            shapes.Count,
            [
                .. targets.Select(
                    (target, index) => new TargetReport(target.Name, counts[index], accepted[index])
                ),
            ],
            violations
        );
    }

    private static string Describe(ITarget target, byte[] input, string violation)
    {
        var shortest = Shrinker.Shrink(target, input);
        var again = Probe.Try(target, shortest, out _) ?? violation;
        return $"{target.Name}: {again}\n  {Reproduce(target.Name, shortest)}";
    }

    public static string Reproduce(string target, byte[] input) =>
        $"dotnet run -c Release --project tests/Sagas.Fuzz -- --target {target} --input {Convert.ToBase64String(input)}";
}
