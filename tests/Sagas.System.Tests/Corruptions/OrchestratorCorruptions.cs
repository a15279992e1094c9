using Sagas.Core;

namespace Sagas.SystemTests.Corruptions;

/// <summary>What may be wrong in the orchestrator's own tables.</summary>
internal static class OrchestratorCorruptions
{
    private static readonly Guid Nobody = new("00000000-0000-0000-0000-00000000dead");

    public static IReadOnlyList<Corruption> All { get; } =
    [
        new(
            "S1",
            "a saga is lost",
            run => run.Orchestrator($"delete from saga where id = '{run.Completed.Saga}'")
        ),
        new("S1", "an order has two sagas", run => run.Orchestrator(Copy(run.Completed, run.Completed.Key))),
        new(
            "S1",
            "a saga for an order that was never accepted",
            run => run.Orchestrator(Copy(run.Completed, "NOBODY"))
        ),
        new(
            "S3",
            "two terminal entries",
            run => run.Orchestrator(Entry(run.Completed, 6, "StepDone", "issue", "Completed"))
        ),
        new(
            "S3",
            "an entry leaves the end",
            run => run.Orchestrator(Entry(run.Completed, 6, "StepUndone", "stock", "undo stock"))
        ),
        new(
            "S3",
            "an ended saga that runs",
            run => run.Orchestrator($"update saga set ended_at = null where id = '{run.Completed.Saga}'")
        ),
        new(
            "S4",
            "a state that its history does not tell",
            run => run.Orchestrator($"update saga set state = 'payment' where id = '{run.Completed.Saga}'")
        ),
        new(
            "S4",
            "an entry with another state",
            run =>
                run.Orchestrator(
                    $"update saga_history set state = 'shipment' where saga_id = '{run.Completed.Saga}' and sequence = 2"
                )
        ),
        new(
            "S4",
            "a step that is stored otherwise",
            run =>
                run.Orchestrator(
                    $"update saga set data = replace(data, '\"status\":\"done\"', '\"status\":\"unknown\"') where id = '{run.Completed.Saga}'"
                )
        ),
        new(
            "S5",
            "a gap in a history",
            run =>
                run.Orchestrator(
                    $"delete from saga_history where saga_id = '{run.Completed.Saga}' and sequence = 3"
                )
        ),
        new(
            "S5",
            "a history that does not begin with 1",
            run =>
                run.Orchestrator(
                    $"update saga_history set sequence = sequence + 100 where saga_id = '{run.Completed.Saga}'"
                )
        ),
        new(
            "S6",
            "a message applied twice",
            async run =>
            {
                await run.OrchestratorWithout("ix_saga_history_cause_saga_type_saga_id");
                await run.Orchestrator(
                    $"update saga_history set cause = (select cause from saga_history where saga_id = '{run.Completed.Saga}' and sequence = 2) where saga_id = '{run.Completed.Saga}' and sequence = 3"
                );
            }
        ),
        new(
            "S9",
            "an undone order that says it is completed",
            run => run.Orchestrator($"update saga set state = 'Completed' where id = '{run.Undone.Saga}'")
        ),
        new(
            "S10",
            "a refused step was undone",
            run => run.Orchestrator(Entry(run.Declined, 5, "StepUndone", "payment", "Compensated"))
        ),
        new(
            "S11",
            "the steps were undone in their order",
            run =>
                run.Orchestrator(
                    $"update saga_history set step = case step when 'stock' then 'payment' else 'stock' end where saga_id = '{run.Undone.Saga}' and kind = 'StepUndone'"
                )
        ),
        new(
            "S16",
            "a deadline counted after its answer",
            run => run.Orchestrator(Entry(run.Completed, 6, "DeadlinePassed", "payment", "Completed"))
        ),
        new("S16", "a deadline that is not the current one", run => run.Orchestrator(Deadline(run, Nobody))),
        new(
            "S16",
            "a deadline that counted early",
            run => run.Orchestrator(Deadline(run, DerivedId.OfDeadline(run.Completed.Saga, "stock", 1)))
        ),
        new(
            "S17",
            "an undo behind the pivot",
            run =>
                run.Orchestrator(
                    $"update saga_history set kind = 'StepUndone', step = 'payment', state = 'undo stock' where saga_id = '{run.Completed.Saga}' and sequence = 5"
                )
        ),
        new(
            "S18",
            "a message in two sagas",
            run =>
                run.Orchestrator(
                    $"update saga_history set cause = (select cause from saga_history where saga_id = '{run.Completed.Saga}' and sequence = 2) where saga_id = '{run.AlsoCompleted.Saga}' and sequence = 2"
                )
        ),
        new(
            "S21",
            "an audit row twice",
            run =>
                run.Orchestrator(
                    $"insert into operator_action select '{Nobody}', at, action, target, saga_type, saga_id, by, second_by, reason, outcome from operator_action where action = 'Cancel' limit 1"
                )
        ),
        new(
            "S21",
            "an action that nobody recorded",
            run =>
                run.Orchestrator(
                    $"delete from operator_action where request_id = (select request_id from operator_action where action = 'Cancel' limit 1)"
                )
        ),
        new(
            "S21",
            "an action without its person",
            run => run.Orchestrator($"update operator_action set by = '' where action = 'Cancel'")
        ),
        new(
            "S21",
            "an action that was answered and not recorded",
            run =>
                run.Requests(lines =>
                    lines.Add(new() { ["requestId"] = Nobody.ToString(), ["outcome"] = "ok" })
                )
        ),
        new(
            "S22",
            "a definition that is not there",
            run =>
                run.Orchestrator($"update saga set definition_version = 9 where id = '{run.Completed.Saga}'")
        ),
        new(
            "S23",
            "a version without its entry",
            run =>
                run.Orchestrator($"update saga set version = version + 1 where id = '{run.Completed.Saga}'")
        ),
        new(
            "S23",
            "an answer applied to a state that was gone",
            run =>
                run.Orchestrator(
                    $"update saga_history set step = 'issue' where saga_id = '{run.Completed.Saga}' and sequence = 3"
                )
        ),
        new(
            "L1",
            "a timer that is due",
            run =>
                run.Orchestrator(
                    $"insert into timer (token, is_owned, name, due_at, destination, content_type, body, metadata, purpose) values ('{Nobody}', true, 'stock', now() - interval '1 minute', '', '', '', '', 'StepDeadline')"
                )
        ),
    ];

    /// <summary>A row of the same saga under another id, or another key.</summary>
    private static FormattableString Copy(Victim victim, string key) =>
        $"insert into saga (type, id, state, version, definition_version, business_key, reason, data, started_at, updated_at, ended_at) select type, '{Nobody}', state, version, definition_version, '{key}', reason, data, started_at, updated_at, ended_at from saga where id = '{victim.Saga}'";

    private static FormattableString Entry(
        Victim victim,
        int sequence,
        string kind,
        string step,
        string state
    ) =>
        $"insert into saga_history (saga_type, saga_id, sequence, kind, step, state, cause, at) values ('order', '{victim.Saga}', {sequence}, '{kind}', '{step}', '{state}', '{Nobody}', now())";

    /// <summary>In the place of the answer to the first step.</summary>
    private static FormattableString Deadline(PlantedRun run, Guid token) =>
        $"update saga_history set kind = 'DeadlinePassed', cause = '{token}' where saga_id = '{run.Completed.Saga}' and sequence = 2";
}
