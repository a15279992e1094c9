using Sagas.Orchestration.Operators;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.History;

/// <summary>Reads sagas for people: nothing here locks or changes a row.</summary>
public interface ISagaReader
{
    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<SagaRecord>> List(SagaFilter filter, CancellationToken cancellationToken);

    /// <summary>Every saga with this id; two sagas of different types may share one.</summary>
    Task<IReadOnlyList<SagaRecord>> Find(Guid id, CancellationToken cancellationToken);

    /// <summary>Every saga with this business key.</summary>
    Task<IReadOnlyList<SagaRecord>> FindByKey(string businessKey, CancellationToken cancellationToken);

    /// <summary>Every saga that a person named: by its id, or by its business key, which may look like an id too.</summary>
    async Task<IReadOnlyList<SagaRecord>> Named(string idOrKey, CancellationToken cancellationToken)
    {
        var found = Guid.TryParse(idOrKey, out var id) ? await Find(id, cancellationToken) : [];
        return found.Count > 0 ? found : await FindByKey(idOrKey, cancellationToken);
    }

    /// <summary>Those of these sagas that exist; asks in batches.</summary>
    Task<IReadOnlyList<SagaRecord>> Existing(
        string type,
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    );

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<HistoryRecord>> History(string type, Guid id, CancellationToken cancellationToken);

    /// <summary>Sagas of which something has still to be undone or seen to, those first that owe it longest.</summary>
    /// <param name="limit">From 1 to 10,000.</param>
    Task<IReadOnlyList<SagaRecord>> Owing(int limit, CancellationToken cancellationToken);

    /// <summary>What people did, the newest first.</summary>
    /// <param name="limit">From 1 to 10,000.</param>
    Task<IReadOnlyList<OperatorActionRecord>> Actions(int limit, CancellationToken cancellationToken);

    /// <summary>Sagas that have not ended, of each type that has any. What it costs does not grow with those that have.</summary>
    Task<IReadOnlyList<TypeCount>> CountInFlight(CancellationToken cancellationToken);
}

/// <param name="Type">Null: all.</param>
/// <param name="State">Null: all.</param>
/// <param name="Limit">From 1 to 10,000.</param>
public sealed record SagaFilter(string? Type = null, string? State = null, int Limit = 50);

public sealed record TypeCount(string Type, long Count);
