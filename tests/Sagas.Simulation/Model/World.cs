using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Simulation.Chance;
using Sagas.Simulation.Invariants;
using Sagas.Simulation.Scenarios;
using Sagas.Simulation.Story;

namespace Sagas.Simulation.Model;

/// <summary>
/// Broker, database, workers, participants and people on one thread: each step, one of all that could happen next does. After
/// some steps with faults it heals, and has to come to rest.
/// </summary>
internal sealed class World<TData>
    where TData : class
{
    /// <summary>For coming to rest; far more than the longest takes.</summary>
    private const int MostStepsOfRest = 20_000;
    private const long SweepLease = 20_000;

    private readonly Choices _choices;
    private readonly FaultMix _faults;
    private readonly Trace _trace;
    private readonly Clock _clock = new();
    private readonly Broker _broker = new();
    private readonly List<OutboxRow> _toBeSwept = [];
    private readonly List<TimerRow> _toBeFired = [];
    private readonly Store<TData> _store;
    private readonly Workers<TData> _workers;
    private readonly People<TData> _people;
    private readonly Watch<TData> _watch;
    private readonly AtRest<TData> _atRest;

    public World(Scenario<TData> scenario, Choices choices, FaultMix faults, Trace trace)
    {
        (_choices, _faults, _trace) = (choices, faults, trace);
        _watch = new(scenario, faults.Sagas, _clock);
        _store = new(faults.Sagas, _clock, _watch);
        for (var order = 0; order < faults.Sagas; order++)
        {
            _store.Sagas[order] = new(Saga<TData>.NotStarted(scenario.SagaId(order)));
        }

        _workers = new(
            _store,
            _broker,
            new(scenario.Plan, _store, faults),
            new(scenario, _store, faults),
            _clock,
            faults,
            trace
        );
        _people = new(scenario, _store, _broker, choices, faults, trace);
        _atRest = new(scenario, _store, _broker, _workers, _watch);
    }

    public IReadOnlyList<SagaRow<TData>> Sagas => _store.Sagas;

    /// <exception cref="ViolationException">An invariant does not hold.</exception>
    public void Run()
    {
        Begin();
        for (var step = 0; step < _faults.Steps && Onward(); step++) { }

        End();
    }

    public void Begin()
    {
        for (var order = 0; order < _store.Sagas.Length; order++)
        {
            _people.Place(order, otherwise: false);
        }
    }

    /// <summary>A step with faults.</summary>
    /// <returns>False: everything is at rest.</returns>
    public bool Onward()
    {
        if (NextAlone() is >= 0 and var alone)
        {
            StrikeAround(_workers.AtHand[alone]);
        }
        else
        {
            Strike();
        }

        return Step();
    }

    private int NextAlone() => _faults.LeavesOutWhatIsAlike ? _workers.NextAlone() : -1;

    /// <summary>Everything heals, and comes to rest.</summary>
    public void End()
    {
        _faults.Heal();
        _workers.IsMended = true;
        for (var step = 0; Step() || _people.Tend(); step++)
        {
            if (step == MostStepsOfRest)
            {
                throw new ViolationException("L1", $"no rest after {MostStepsOfRest} steps without a fault");
            }
        }

        _atRest.Check();
    }

    /// <summary>Two worlds with the same one go on alike.</summary>
    public ulong Fingerprint() =>
        Model.Fingerprint.Of(_store, _broker, _workers, _watch, _faults, _clock.Now);

    /// <summary>One of all that can happen; time passes only when nothing else can.</summary>
    /// <returns>False: everything is at rest.</returns>
    private bool Step()
    {
        if (NextAlone() is >= 0 and var alone)
        {
            _workers.Advance(alone);
            return true;
        }

        var atHand = _workers.AtHand.Count;
        var ready = _workers.Deliveries < _faults.Concurrency ? _broker.Ready.Count : 0;
        Gather();
        var all = atHand + ready + _toBeSwept.Count + _toBeFired.Count;
        if (all == 0)
        {
            return TimePasses();
        }

        var which = _faults.Reorders ? _choices.Next(all) : 0;
        _trace.Note(which);
        if (which < atHand)
        {
            _workers.Advance(which);
        }
        else if ((which -= atHand) < ready)
        {
            Deliver(which);
        }
        else if ((which -= ready) < _toBeSwept.Count)
        {
            Sweep(_toBeSwept[which]);
        }
        else
        {
            Fire(_toBeFired[which - _toBeSwept.Count]);
        }

        return true;
    }

    /// <summary>What the sweepers would find now.</summary>
    private void Gather()
    {
        _toBeSwept.Clear();
        foreach (var row in _store.Outbox)
        {
            if (row.LeasedUntil <= _clock.Now)
            {
                _toBeSwept.Add(row);
            }
        }

        _toBeFired.Clear();
        foreach (var timer in _store.Timers)
        {
            if (timer.Due <= _clock.Now && timer.LeasedUntil <= _clock.Now)
            {
                _toBeFired.Add(timer);
            }
        }
    }

    private void Deliver(int which)
    {
        var message = _broker.Deliver(which);
        _trace.Say("is delivered", message);
        if (_faults.Strikes(Fault.Duplicate))
        {
            _trace.Say("is there once more", message);
            _broker.Publish(message);
        }

        _workers.Take(AnyWorker(), message);
    }

    private void Sweep(OutboxRow row)
    {
        _trace.Say("is swept from the outbox", row.Message);
        row.LeasedUntil = _clock.Now + SweepLease;
        _workers.Take(AnyWorker(), row, null);
    }

    private void Fire(TimerRow timer)
    {
        _trace.Say("is due", timer.Message);
        timer.LeasedUntil = _clock.Now + SweepLease;
        _workers.Take(AnyWorker(), null, timer);
    }

    private int AnyWorker() =>
        _faults.ScattersWork ? _choices.Next(Workers<TData>.Count) : _workers.LeastBusy();

    /// <summary>Until something is due, or a lease is over.</summary>
    private bool TimePasses()
    {
        var next = long.MaxValue;
        foreach (var timer in _store.Timers)
        {
            next = Math.Min(next, Math.Max(timer.Due, timer.LeasedUntil));
        }

        foreach (var row in _store.Outbox)
        {
            next = Math.Min(next, row.LeasedUntil);
        }

        if (next == long.MaxValue)
        {
            return false;
        }

        _clock.Now = next;
        _trace.Say("time is", (int)(next / 1_000));
        return true;
    }

    private void Strike()
    {
        // One that has nothing at hand loses nothing.
        var busy = _workers.Busy();
        if (busy.Count > 0 && _faults.Strikes(Fault.Crash))
        {
            Crash(busy[_choices.Next(busy.Count)]);
        }

        TimeMayRunOn();

        _people.Interfere();
    }

    /// <summary>Only what makes a difference to a step that is alone.</summary>
    private void StrikeAround(Work alone)
    {
        if (_faults.Strikes(Fault.Crash))
        {
            Crash(alone.Worker);
        }

        TimeMayRunOn();
    }

    private void Crash(int worker)
    {
        _trace.Say("dies: worker", worker);
        _workers.Crash(worker);
    }

    private void TimeMayRunOn()
    {
        if (_faults.Strikes(Fault.TimePasses))
        {
            _clock.Now += _faults.Jumps[_choices.Next(_faults.Jumps.Count)];
            _trace.Say("time is", (int)(_clock.Now / 1_000));
        }
    }
}
