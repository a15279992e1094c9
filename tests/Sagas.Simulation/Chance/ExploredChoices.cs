namespace Sagas.Simulation.Chance;

/// <summary>Takes every way, one after the other: the last choice that has another one left takes it in the next run.</summary>
internal sealed class ExploredChoices : Choices
{
    private readonly List<(int Taken, int Count)> _path = [];
    private int _at;
    private int _given;

    /// <summary>Whether this run has left the way of the one before.</summary>
    public bool IsNew => _at >= _given;

    public IReadOnlyList<int> Taken => [.. _path.Select(choice => choice.Taken)];

    public override int Next(int count)
    {
        if (_at == _path.Count)
        {
            _path.Add((0, count));
        }

        return _path[_at++].Taken;
    }

    public override bool Chance(int perMille) => perMille > 0 && Next(2) == 1;

    /// <summary>Prepares the next run.</summary>
    /// <returns>False: every way was taken.</returns>
    public bool Advance()
    {
        _at = 0;
        while (_path.Count > 0)
        {
            var (taken, count) = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            if (taken + 1 < count)
            {
                _path.Add((taken + 1, count));
                _given = _path.Count;
                return true;
            }
        }

        return false;
    }
}
