using Sagas.Core;
using Sagas.Core.Definitions;

namespace Sagas.Tests.Conformance;

/// <summary>
/// Everything that a definition can say, and no more of it than is needed: steps that run together and share their types of
/// messages, with and without a deadline, before the pivot and after it; reminders; a deadline of the whole.
/// </summary>
public sealed class ExpeditionSaga : SagaDefinition<Expedition>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public ExpeditionSaga()
        : base("expedition", version: 3)
    {
        StartsWith<SetOut>(
                setOut => setOut.Name,
                (setOut, id) => new Expedition(id, setOut.Name, setOut.Price, "")
            )
            .Checked(setOut => setOut.Price > 0 ? [] : [$"The price is {setOut.Price}. Give at least 1."])
            .Announces(trip => new SettingOut(trip.ExpeditionId, trip.Name));

        Step("permit", "authority")
            .Do((trip, key) => new AskForPermit(trip.ExpeditionId, key))
            .Done<PermitGiven>((trip, reply) => Noted(trip, reply.Note))
            .Refused<PermitDenied>(reply => reply.Why)
            .Undo((trip, key) => new ReturnPermit(trip.ExpeditionId, key))
            .Undone<PermitReturned>()
            .Remind(TimeSpan.FromHours(1), trip => new PermitIsSlow(trip.ExpeditionId))
            .Within(Patience, attempts: 2)
            .UndoWithin(Patience, attempts: 1);

        InParallel(() =>
        {
            Hiring("boat").Within(Patience, attempts: 1).UndoWithin(Patience * 2, attempts: 2);
            Hiring("guide");
        });

        Pivot("departure", "captain")
            .Do((trip, key) => new Depart(trip.ExpeditionId, key))
            .Done<Departed>((trip, reply) => Noted(trip, reply.Note))
            .Refused<DepartureRefused>(reply => reply.Why)
            .Within(Patience, attempts: 2);

        InParallel(() =>
        {
            Filing("report")
                .Within(Patience, attempts: 1)
                .Remind(TimeSpan.FromHours(2), trip => new ReportIsDue(trip.ExpeditionId));
            Filing("photos");
        });

        EndsWithin(TimeSpan.FromDays(2));
        Completes(trip => new ExpeditionEnded(trip.ExpeditionId, trip.Log));
        Compensated((trip, why) => new ExpeditionUndone(trip.ExpeditionId, why));
    }

    private StepBuilder<Expedition> Hiring(string what) =>
        Step(what, "harbour")
            .Do((trip, key) => new Hire(trip.ExpeditionId, key, what, trip.Price))
            .Done<Hired>((trip, reply) => Noted(trip, reply.Note))
            .Refused<HireRefused>(reply => reply.Why)
            .Undo((trip, key) => new Dismiss(trip.ExpeditionId, key, what))
            .Undone<Dismissed>()
            .Amount(trip => new Money(trip.Price, "EUR"));

    private StepBuilder<Expedition> Filing(string what) =>
        Step(what, "press")
            .Do((trip, key) => new FileReport(trip.ExpeditionId, key, what, trip.Log))
            .Done<ReportFiled>((trip, reply) => Noted(trip, reply.Note));

    private static Expedition Noted(Expedition trip, string note) =>
        trip with
        {
            Log = trip.Log + note + " ",
        };
}
