using Sagas.Chaos.Plans;
using Sagas.Orchestration.Failpoints;

namespace Sagas.Chaos.Worlds;

/// <summary>Arms kill points in one process while it runs, through a file; what was done there it reads from another file.</summary>
internal sealed class KillSwitch
{
    private readonly string _file;
    private readonly string _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, string> _armed = [];

    public KillSwitch(string folder, string name)
    {
        _file = Path.Combine(folder, $"{name}.failpoints");
        _log = Path.Combine(folder, $"{name}.fired");
        Write();
        Environment = new Dictionary<string, string>
        {
            [Failpoint.Setting] = $"@{_file}",
            [Failpoint.LogSetting] = _log,
        };
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    public static string TextOf(PlannedFault fault) =>
        $"{fault.Point}:{fault.Action}@{fault.Nth}#{fault.Number}";

    public void Arm(PlannedFault fault)
    {
        lock (_gate)
        {
            _armed[fault.Number] = TextOf(fault);
            Write();
        }
    }

    public void Disarm(PlannedFault fault)
    {
        lock (_gate)
        {
            if (_armed.Remove(fault.Number))
            {
                Write();
            }
        }
    }

    public void DisarmAll()
    {
        lock (_gate)
        {
            _armed.Clear();
            Write();
        }
    }

    /// <summary>Before a process starts again: what killed the one before must not kill it as well.</summary>
    public void DisarmFired()
    {
        lock (_gate)
        {
            foreach (var number in _armed.Keys.Where(HasFired).ToList())
            {
                _armed.Remove(number);
            }

            Write();
        }
    }

    public bool HasFired(PlannedFault fault) => HasFired(fault.Number);

    private bool HasFired(int number) =>
        File.Exists(_log)
        && File.ReadLines(_log).Any(line => line.Split(' ') is [_, _, _, _, var tag] && tag == $"{number}");

    /// <summary>As a whole, so that nobody reads half of it.</summary>
    private void Write()
    {
        var next = _file + ".next";
        File.WriteAllText(next, string.Join('\n', _armed.Values));
        File.Move(next, _file, overwrite: true);
    }
}
