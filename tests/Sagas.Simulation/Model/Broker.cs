namespace Sagas.Simulation.Model;

/// <summary>At least once, in any order: what is not acknowledged comes again.</summary>
internal sealed class Broker
{
    private readonly List<Message> _ready = [];

    /// <summary>The id of every message that the broker ever had, whatever became of it.</summary>
    public HashSet<Guid> Seen { get; } = [];

    /// <summary>The same, each once.</summary>
    public List<Message> All { get; } = [];

    public List<Message> DeadLetters { get; } = [];

    public IReadOnlyList<Message> Ready => _ready;

    public void Publish(Message message)
    {
        if (Seen.Add(message.Id))
        {
            All.Add(message);
        }

        if (message.Endpoint != Endpoint.Nobody)
        {
            _ready.Add(message);
        }
    }

    public Message Deliver(int index)
    {
        var message = _ready[index];
        _ready.RemoveAt(index);
        return message;
    }

    /// <summary>What was delivered and not acknowledged goes back to the head of its queue.</summary>
    public void GiveBack(Message message) => _ready.Insert(0, message);
}
