using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Sagas.Storage.Model;

/// <summary>
/// EF Core caches one model for a context type. Two catalogues in one process bring different ledgers, so the
/// ledger's rows belong to the key.
/// </summary>
internal sealed class ModelKey : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), (context as SagasContext)?.Ledger.Key, designTime);
}
