namespace Sagas.Tests.Conformance;

/// <summary>A situation that a saga can be in, and the shortest way there.</summary>
internal sealed record Situation<TData>(Model<TData> Model, IReadOnlyList<Move> Path)
    where TData : class;

/// <summary>Every situation that the core can reach, told apart by the phase, how each step stands, and whether attempts are left.</summary>
internal static class Situations
{
    private const int Most = 20_000;

    public static IReadOnlyList<Situation<TData>> Of<TData>(Subject<TData> subject)
        where TData : class
    {
        var first = new Situation<TData>(new(subject, "searched"), []);
        var found = new List<Situation<TData>>();
        var told = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal) { first.Model.Situation(exactly: true) };
        var open = new Queue<Situation<TData>>([first]);
        while (open.TryDequeue(out var from))
        {
            if (told.Add(from.Model.Situation(exactly: false)))
            {
                found.Add(from);
            }

            foreach (var move in subject.Moves)
            {
                var model = from.Model.Copy();
                if (model.Make(move) is { } delivery)
                {
                    model.Give(delivery);
                    if (seen.Add(model.Situation(exactly: true)))
                    {
                        open.Enqueue(new(model, [.. from.Path, move]));
                    }
                }
            }

            Assert.That(
                seen,
                Has.Count.LessThan(Most),
                "The definition has too many situations to try them all."
            );
        }

        return found;
    }

    /// <summary>Moves after which the saga is where it was: they can be tried on one saga, one after the other.</summary>
    public static bool IsQuiet<TData>(Model<TData> model, Move move)
        where TData : class
    {
        var copy = model.Copy();
        if (copy.Make(move) is { } delivery)
        {
            copy.Give(delivery);
        }

        return copy.Situation(exactly: true) == model.Situation(exactly: true);
    }
}
