using Sagas.Core.Decisions;

namespace Sagas.Simulation.Model;

/// <summary>A message as the broker has it: to a saga, an input of the core; to a participant, a command; else an event.</summary>
internal sealed class Message(Guid id, Endpoint endpoint, Guid saga, object body)
{
    public Guid Id => id;

    public Endpoint Endpoint => endpoint;

    public Guid Saga => saga;

    public object Body => body;

    /// <summary>The version of the saga that sent it, or that it answers; null: it tells nothing.</summary>
    public long? SagaVersion { get; init; }

    public int Redeliveries { get; init; }

    /// <summary>In milliseconds of the world's clock; null before the first attempt.</summary>
    public long? FirstAttemptAt { get; set; }

    public bool IsReplayed { get; init; }

    /// <summary>Whatever consumes it throws, until somebody mends it.</summary>
    public bool IsPoison { get; set; }

    public static Message ToSaga(Guid id, Guid saga, Input input, long? version = null) =>
        new(id, Endpoint.Sagas, saga, input) { SagaVersion = version };

    public Message Again() =>
        new(id, endpoint, saga, body)
        {
            SagaVersion = SagaVersion,
            Redeliveries = Redeliveries + 1,
            FirstAttemptAt = FirstAttemptAt,
            IsPoison = IsPoison,
        };

    public Message Replayed() =>
        new(id, endpoint, saga, body) { SagaVersion = SagaVersion, IsReplayed = true };

    public override string ToString() =>
        $"{(body is Input.Reply reply ? reply.Message : body).GetType().Name} {id.ToString()[..8]}";
}

internal enum Endpoint
{
    Sagas,
    Participants,

    /// <summary>Events that the world listens to.</summary>
    Nobody,
}
