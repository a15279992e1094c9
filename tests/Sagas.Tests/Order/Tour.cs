using System.Collections.Concurrent;
using MassTransit;
using Sagas.Orchestration.Machines;

namespace Sagas.Tests.Order;

public sealed record BeginTour(Guid CorrelationId);

public sealed record Visit(Guid CorrelationId, int Place);

public sealed class Tour : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "Initial";

    public List<int> Visited { get; init; } = [];
}

/// <summary>A hand-written machine to which the order of its messages matters.</summary>
public sealed class TourMachine : MassTransitStateMachine<Tour>
{
    public TourMachine(Doors doors)
    {
        InstanceState(tour => tour.CurrentState);
        Initially(When(Begun).TransitionTo(UnderWay));
        During(
            UnderWay,
            When(Came)
                .Then(context =>
                {
                    doors.Enter(context.Message.Place);
                    context.Saga.Visited.Add(context.Message.Place);
                })
        );
    }

    public State UnderWay { get; private set; } = null!;

    public Event<BeginTour> Begun { get; private set; } = null!;

    public Event<Visit> Came { get; private set; } = null!;
}

/// <summary>Which places cannot be entered, and why.</summary>
public sealed class Doors
{
    private readonly ConcurrentDictionary<int, Exception> _shut = [];

    /// <summary>Whoever comes is turned away for good.</summary>
    public void Close(params int[] places)
    {
        foreach (var place in places)
        {
            _shut[place] = new KeyConflictException("tour", $"{place} is closed");
        }
    }

    /// <summary>Whoever comes may try again later.</summary>
    public void Crowd(int place) => _shut[place] = new IOException($"{place} is crowded");

    public void Open(int place) => _shut.TryRemove(place, out _);

    public void Enter(int place)
    {
        if (_shut.TryGetValue(place, out var shut))
        {
            throw shut;
        }
    }
}
