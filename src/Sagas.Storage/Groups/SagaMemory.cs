using Sagas.Core.Protocol;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Groups;

/// <summary>Sagas as this host has committed them last, of those that are on their way; see <see cref="Remembering"/>.</summary>
internal sealed class SagaMemory
{
    /// <summary>Of each of the two: when the new one is full, the old one is forgotten.</summary>
    private const int MostSagas = 4_096;

    private readonly Lock _gate = new();

    /// <summary>Null: it is there, or may be, and has to be read.</summary>
    private Dictionary<(string Type, Guid Id), SagaRecord?> _new = [];
    private Dictionary<(string Type, Guid Id), SagaRecord?> _old = [];

    /// <param name="saga">A copy, for whoever gets it may change it. Null: there is none, as the message says.</param>
    /// <returns>False: it has to be read.</returns>
    public bool Serves(string type, Guid id, long? told, out SagaRecord? saga)
    {
        saga = null;
        if (told is null)
        {
            return false;
        }

        lock (_gate)
        {
            var isKnown =
                _new.TryGetValue((type, id), out var known) || _old.TryGetValue((type, id), out known);
            if ((isKnown && known is null) || !Remembering.Serves(known?.Version ?? 0, told))
            {
                return false;
            }

            saga = known?.Copy();
            return true;
        }
    }

    /// <summary>As it was committed. One that has ended waits for nothing; of one without a business key no command tells the version.</summary>
    public void Keep(SagaRecord saga) =>
        Put(saga.Type, saga.Id, saga.EndedAt is null && saga.BusinessKey is not null ? saga.Copy() : null);

    /// <summary>It has to be read.</summary>
    public void Forget(string type, Guid id) => Put(type, id, null);

    private void Put(string type, Guid id, SagaRecord? saga)
    {
        lock (_gate)
        {
            if (_new.Count >= MostSagas)
            {
                (_old, _new) = (_new, []);
            }

            _new[(type, id)] = saga;
        }
    }
}
