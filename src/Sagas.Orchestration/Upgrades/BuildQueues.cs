using Sagas.Core.Upgrades;
using Sagas.Orchestration.Catalogues;

namespace Sagas.Orchestration.Upgrades;

/// <summary>What a build consumes, by queue.</summary>
internal static class BuildQueues
{
    public static IReadOnlyList<QueueContract> Of(Catalogue catalogue)
    {
        var queues = new QueueContracts();
        foreach (var participant in catalogue.Participants)
        {
            queues.Add(participant);
        }

        foreach (var saga in catalogue.Sagas)
        {
            queues.Add(saga.Plan);
        }

        return
        [
            .. queues.Queues.Select(queue => new QueueContract(
                queue,
                [.. queues.TypesAt(queue).Select(DefinitionContract.NameOf).Order(StringComparer.Ordinal)]
            )),
        ];
    }
}
