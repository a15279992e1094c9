namespace Sagas.Orchestration.Repository;

/// <summary>Of many sagas that are read, those whose data this program cannot read: they keep nobody from the others, and are named.</summary>
public sealed class UnreadableSagas
{
    private readonly Dictionary<(string Type, Guid Id), UnreadableSagaException> _found = [];

    public IReadOnlyCollection<UnreadableSagaException> Found => _found.Values;

    /// <returns>Null: the saga cannot be read, and is among those found.</returns>
    public T? Read<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (UnreadableSagaException fault)
        {
            _found[(fault.Saga.Type, fault.Saga.Id)] = fault;
            return null;
        }
    }
}
