using Sagas.Core.Definitions;
using Sagas.Orchestration.History;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Operations.Verbs;

/// <summary>Finds what a person named.</summary>
internal static class SagaLookup
{
    /// <param name="idOrKey">The id of a saga, or its business key.</param>
    /// <exception cref="RefusedException">There is none.</exception>
    public static async Task<IReadOnlyList<SagaRecord>> Find(
        ISagaReader reader,
        string idOrKey,
        CancellationToken cancellationToken
    )
    {
        var sagas = await reader.Named(idOrKey, cancellationToken);
        return sagas.Count > 0
            ? sagas
            : throw new RefusedException(
                $"No saga has the id or business key \"{idOrKey}\". \"sagas list\" shows those that exist."
            );
    }

    /// <param name="type">The saga's name; null: any, as long as there is only one.</param>
    /// <exception cref="RefusedException">There is none, or there are several.</exception>
    public static async Task<SagaRecord> One(
        ISagaReader reader,
        string idOrKey,
        string? type,
        CancellationToken cancellationToken
    )
    {
        var found = (await Find(reader, idOrKey, cancellationToken))
            .Where(saga => type is null || saga.Type == type)
            .ToList();
        return found switch
        {
            [var saga] => saga,
            [] => throw new RefusedException(
                $"No {type} has the id or business key \"{idOrKey}\". Another saga has; leave --type out to see it."
            ),
            _ => throw new RefusedException(
                $"Several sagas have \"{idOrKey}\": {string.Join(", ", found.Select(saga => saga.Type))}. Say which with --type.",
                RefusedException.WrongUsage
            ),
        };
    }

    /// <exception cref="RefusedException">No saga has this name.</exception>
    public static ISagaDefinition Definition(IVerbSetting setting, string name) =>
        setting.Catalogue.Sagas.FirstOrDefault(saga => saga.Name == name)
        ?? throw new RefusedException(
            $"No saga is named \"{name}\". Known: {string.Join(", ", setting.Catalogue.Sagas.Select(saga => saga.Name))}.",
            RefusedException.WrongUsage
        );
}
