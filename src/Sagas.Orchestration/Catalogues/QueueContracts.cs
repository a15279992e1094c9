using MassTransit;
using Sagas.Core.Definitions;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Machines;

namespace Sagas.Orchestration.Catalogues;

/// <summary>Which messages are consumed at which queue, whichever host does so: known from the catalogue alone.</summary>
internal sealed class QueueContracts
{
    private readonly Dictionary<string, HashSet<Type>> _types = [];

    /// <summary>The known queues, in the order of their names.</summary>
    public IEnumerable<string> Queues => _types.Keys.Order(StringComparer.Ordinal);

    public void Add(Participant participant) =>
        Add(
            participant.Name,
            participant
                .Consumers.SelectMany(consumer => consumer.GetInterfaces())
                .Where(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IConsumer<>))
                .Select(one => one.GetGenericArguments()[0])
        );

    public void Add(ISagaPlan plan) =>
        Add(
            Address.QueueOfSaga(plan.Name),
            [
                plan.StartType,
                .. plan.ReplyTypes,
                typeof(StepDeadline),
                typeof(SagaDeadline),
                typeof(StepReminder),
                typeof(CancelSaga),
            ]
        );

    public void Add(string queue, IEnumerable<Type> types)
    {
        if (!_types.TryGetValue(queue, out var known))
        {
            _types[queue] = known = [];
        }

        known.UnionWith(types);
    }

    /// <summary>What a known queue consumes.</summary>
    public IEnumerable<Type> TypesAt(string queue) => _types[queue];

    /// <param name="names">What a message says of its type, the most exact first, as MassTransit's URNs without their scheme.</param>
    /// <returns>Null: the queue consumes none of them, or is not known.</returns>
    public Type? Find(string queue, IEnumerable<string> names) =>
        _types.TryGetValue(queue, out var types)
            ? names
                .Select(name => types.FirstOrDefault(type => NameOf(type) == name))
                .FirstOrDefault(type => type is not null)
            : null;

    /// <summary>Namespace and name, as an envelope says it.</summary>
    public static string NameOf(Type type) => DeadEnvelope.NameOf(MessageUrn.ForTypeString(type));

    /// <summary>Where a type of that name is consumed.</summary>
    public IEnumerable<string> QueuesOf(IReadOnlyCollection<string> names) =>
        Queues.Where(queue => Find(queue, names) is not null);
}
