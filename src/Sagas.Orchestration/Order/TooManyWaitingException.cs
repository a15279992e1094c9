using MassTransit;
using MassTransit.Util;

namespace Sagas.Orchestration.Order;

/// <summary>So many messages of a saga wait behind a dead letter that this one becomes one itself. It is not retried.</summary>
public sealed class TooManyWaitingException(string saga, Guid id, int waiting, Guid? letter)
    : Exception(
        $"{waiting} messages of the {saga} {id} wait already, behind {(letter is null ? "each other" : $"the dead letter {letter}")}. "
            + "See to that one first: replayed or discarded, it lets them go. Then replay this one."
    )
{
    /// <summary>As the index of dead letters knows it.</summary>
    public static readonly string Name = TypeCache.GetShortName(typeof(TooManyWaitingException));

    public string Saga { get; } = saga;

    public Guid SagaId { get; } = id;

    public int Waiting { get; } = waiting;

    /// <summary>The first that they wait for.</summary>
    public Guid? Letter { get; } = letter;
}
