using Sagas.Simulation.Chance;

namespace Sagas.Simulation.Model;

/// <summary>Which faults a schedule has, how often and how many of each; and how often each has struck.</summary>
internal sealed class FaultMix(Choices choices)
{
    private const int Unlimited = 1_000;

    /// <summary>Now and then a fault is the rule: an undo has to go unanswered six times before anybody must see to it.</summary>
    private static readonly int[] Strengths = [1, 1, 2, 3, 12];
    private static readonly int Kinds = Enum.GetValues<Fault>().Length;

    private static readonly long[] AnyJump = [1_000, 11_000, 61_000, 301_000, 3_600_000];

    private readonly int[] _perMille = new int[Kinds];
    private readonly int[] _left = new int[Kinds];
    private readonly int[] _struck = new int[Kinds];

    /// <summary>What is delivered goes to any worker; or to the one with the least at hand.</summary>
    public bool ScattersWork { get; init; } = true;

    /// <summary>By how many milliseconds time runs on, when it does: past a lease, a deadline, and more.</summary>
    public IReadOnlyList<long> Jumps { get; init; } = AnyJump;

    public ReadOnlySpan<int> Struck => _struck;

    public ReadOnlySpan<int> Left => _left;

    /// <summary>Sagas at once, 1 or more.</summary>
    public int Sagas { get; init; } = 1;

    /// <summary>Deliveries that are worked off at once by all workers, 1 or more.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>How many steps of the world have faults; then it heals, and has to come to rest.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>Whether any order of what could be next occurs, or the oldest is always next.</summary>
    public bool Reorders { get; init; } = true;

    /// <summary>Whether messages that a worker is about to commit at the same time share their transaction.</summary>
    public bool SharesTransactions { get; init; }

    /// <summary>Whether workers remember the sagas that they committed. The search through all schedules has none that do: they are too many.</summary>
    public bool Remembers { get; init; }

    /// <summary>
    /// Whether a step that nothing else could tell from a later one is taken at once; see <see cref="Workers{TData}.NextAlone"/>.
    /// </summary>
    public bool LeavesOutWhatIsAlike { get; init; }

    /// <summary>A quarter of all schedules have few faults, so that sagas also complete; the others draw each kind's share.</summary>
    public static FaultMix Drawn(Choices choices)
    {
        var sagas = choices.Next(8);
        var mix = new FaultMix(choices)
        {
            Sagas =
                sagas < 5 ? 1
                : sagas < 7 ? 2
                : 3,
            Concurrency = 1 + choices.Next(4),
            Steps = 40 + choices.Next(160),
            Reorders = choices.Next(4) > 0,
            SharesTransactions = choices.Next(2) > 0,
            Remembers = choices.Next(2) > 0,
        };
        var calm = choices.Next(4) == 0;
        for (var kind = 0; kind < Kinds; kind++)
        {
            var isOn = choices.Next(calm ? 8 : 3) == 0;
            if (isOn)
            {
                mix._perMille[kind] = Math.Min(
                    Share((Fault)kind) * Strengths[choices.Next(Strengths.Length)],
                    500
                );
                mix._left[kind] = Unlimited;
            }
        }

        return mix;
    }

    /// <summary>So many of each, at any moment, for as long as anything happens.</summary>
    public static FaultMix Bounded(Choices choices, int concurrency, params (Fault Fault, int Times)[] faults)
    {
        var mix = new FaultMix(choices)
        {
            Steps = int.MaxValue,
            Concurrency = concurrency,
            ScattersWork = false,
            LeavesOutWhatIsAlike = true,
            Jumps = [61_000],
        };
        foreach (var (fault, times) in faults)
        {
            mix._perMille[(int)fault] = 500;
            mix._left[(int)fault] = times;
        }

        return mix;
    }

    public bool Strikes(Fault fault)
    {
        var kind = (int)fault;
        if (_left[kind] == 0 || !choices.Chance(_perMille[kind]))
        {
            return false;
        }

        _left[kind]--;
        _struck[kind]++;
        return true;
    }

    /// <summary>From now on nothing goes wrong.</summary>
    public void Heal() => Array.Clear(_left);

    /// <summary>Per mille of the moments at which it could strike, at the lowest strength.</summary>
    private static int Share(Fault fault) =>
        fault switch
        {
            Fault.Refuses => 60,
            Fault.Hangs or Fault.AnswerLost => 40,
            Fault.Poison => 15,
            Fault.Duplicate => 75,
            Fault.Crash => 15,
            Fault.TimePasses => 10,
            Fault.Cancels
            or Fault.Resumes
            or Fault.StartsAgain
            or Fault.StartsOtherwise
            or Fault.ForeignAnswer => 5,
            _ => 30,
        };
}
