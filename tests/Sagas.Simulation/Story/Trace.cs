using Sagas.Simulation.Model;

namespace Sagas.Simulation.Story;

/// <summary>What happened, as a hash always and as lines when somebody will read them. The same schedule has the same hash.</summary>
internal sealed class Trace(bool isTold = false)
{
    private const ulong Prime = 0x100000001B3;

    public List<string> Lines { get; } = [];

    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    public void Note(int fact) => Hash = (Hash ^ (uint)fact) * Prime;

    public void Note(Guid fact)
    {
        Note(fact.GetHashCode());
    }

    public void Say(string what, Message message)
    {
        Note(what.Length);
        Note(message.Id);
        if (isTold)
        {
            Lines.Add($"{message} {what}");
        }
    }

    public void Say(string what, int which)
    {
        Note(what.Length);
        Note(which);
        if (isTold)
        {
            Lines.Add($"{what} {which}");
        }
    }
}
