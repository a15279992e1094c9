using Sagas.Core.Upgrades;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Outbox;

namespace Sagas.Orchestration.Upgrades;

/// <summary>Takes the population of a database, with what the present build does with it.</summary>
public sealed class PopulationReader(IPopulationStore store, ISagaReader reader, TimeProvider time)
{
    private const int MostInOutbox = 10_000;

    /// <param name="catalogue">Of the present build.</param>
    /// <param name="histories">How many of each state are written out, the newest first; from 0 to 10,000.</param>
    public async Task<Population> Read(
        Catalogue catalogue,
        int histories,
        CancellationToken cancellationToken
    )
    {
        var definitions = catalogue.Sagas.Select(saga => DefinitionContract.Of(saga.Plan)).ToList();
        var sagas = await store.Sagas(cancellationToken);
        return new(
            Population.CurrentFormat,
            time.GetUtcNow(),
            definitions,
            BuildQueues.Of(catalogue),
            [.. sagas.Select(count => count with { Steps = StepsOf(definitions, count) })],
            await store.Timers(cancellationToken),
            [
                .. await store.DeadLetters(cancellationToken),
                .. Grouped(await store.Outbox(MostInOutbox, cancellationToken)),
            ],
            histories == 0 ? [] : await Histories(sagas, histories, cancellationToken)
        );
    }

    private static IReadOnlyList<string> StepsOf(List<DefinitionContract> definitions, SagaCount count) =>
        count.HasEnded
            ? []
            : definitions.Find(one => one.Saga == count.Saga)?.State(count.State)?.Steps ?? [];

    private static IEnumerable<MessageCount> Grouped(IReadOnlyList<OutboxRecord> messages) =>
        messages
            .Select(message =>
                (
                    Queue: Address.EndOf(message.Destination),
                    Type: Envelope
                        .Read(message.Metadata)
                        .MessageTypes.Select(DeadEnvelope.NameOf)
                        .FirstOrDefault("unknown")
                )
            )
            .GroupBy(message => message)
            .Select(group => new MessageCount(
                MessagePlace.Outbox,
                group.Key.Queue,
                group.Key.Type,
                group.LongCount()
            ));

    private async Task<IReadOnlyList<RecordedHistory>> Histories(
        IReadOnlyList<SagaCount> sagas,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var recorded = new List<RecordedHistory>();
        foreach (var (saga, state) in sagas.Select(count => (count.Saga, count.State)).Distinct())
        {
            foreach (var one in await reader.List(new(saga, state, limit), cancellationToken))
            {
                var history = await reader.History(one.Type, one.Id, cancellationToken);
                recorded.Add(RecordedHistory.Of(one, history));
            }
        }

        return recorded;
    }
}
