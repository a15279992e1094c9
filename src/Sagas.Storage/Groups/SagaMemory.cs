using Sagas.Core.Protocol;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Groups;

/// <summary>Sagas as this host has committed them last, of those that are on their way; see <see cref="Remembering"/>.</summary>
internal sealed class SagaMemory
{
    /// <summary>Of each of the two: when the new one is full, the old one is forgotten.</summary>
    private const int MostSagas = 4_096;

    private readonly Lock _gate = new();
    private Dictionary<(string Type, Guid Id), SagaRecord> _new = [];
    private Dictionary<(string Type, Guid Id), SagaRecord> _old = [];

    /// <returns>A copy, for whoever gets it may change it. Null: it has to be read.</returns>
    public SagaRecord? Find(string type, Guid id, long? told)
    {
        if (told is null)
        {
            return null;
        }

        lock (_gate)
        {
            return
                (_new.TryGetValue((type, id), out var saga) || _old.TryGetValue((type, id), out saga))
                && Remembering.Serves(saga.Version, told)
                ? saga.Copy()
                : null;
        }
    }

    /// <summary>As it was committed. One that has ended waits for nothing; of one without a business key no command tells the version.</summary>
    public void Keep(SagaRecord saga)
    {
        if (saga.EndedAt is not null || saga.BusinessKey is null)
        {
            Forget(saga);
            return;
        }

        var copy = saga.Copy();
        lock (_gate)
        {
            if (_new.Count >= MostSagas)
            {
                (_old, _new) = (_new, []);
            }

            _old.Remove((saga.Type, saga.Id));
            _new[(saga.Type, saga.Id)] = copy;
        }
    }

    public void Forget(SagaRecord saga)
    {
        lock (_gate)
        {
            _new.Remove((saga.Type, saga.Id));
            _old.Remove((saga.Type, saga.Id));
        }
    }
}
