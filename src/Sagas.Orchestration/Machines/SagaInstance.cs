using System.Text.Json.Serialization;
using MassTransit;
using Sagas.Core.Decisions;
using Sagas.Orchestration.Repository;

namespace Sagas.Orchestration.Machines;

/// <summary>An instance of a saga that a definition describes, as MassTransit sees it.</summary>
public sealed class SagaInstance<TData> : SagaStateMachineInstance, IStarted
    where TData : class
{
    public Guid CorrelationId { get; set; }

    /// <summary>Readable; see <see cref="StateName"/>.</summary>
    public string CurrentState { get; set; } = StateName.NotStarted;

    /// <summary>What the history adds up to; null before it starts.</summary>
    public Saga<TData>? Saga { get; set; }

    /// <summary>The ids of its messages begin with it. Its row has it; the data need not.</summary>
    [JsonIgnore]
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When each step that is waited for was asked, for the step's duration.</summary>
    public Dictionary<string, DateTimeOffset> AskedAt { get; init; } = [];
}
