namespace Sagas.Checker.Orchestrator;

/// <summary>
/// Tells a history anew, from kinds and steps alone. It shares nothing with the product's own folding, so that the two can
/// disagree.
/// </summary>
internal sealed class Teller
{
    private readonly Script _script;
    private readonly Dictionary<string, ToldStep> _steps = [];
    private readonly List<Asking> _askings = [];
    private int _stage = -1;
    private bool _isUndoing;
    private string? _end;
    private HistoryRow _now = null!;

    private Teller(Script script) => _script = script;

    public static Told Tell(Script script, IReadOnlyList<HistoryRow> history)
    {
        var teller = new Teller(script);
        var entries = history.Select(teller.Take).ToList();
        return new(entries, teller._askings, teller._steps, teller.State);
    }

    private string State =>
        _end
        ?? (
            _stage < 0 ? "NotStarted"
            : _steps.Values.Any(step => step.Status is "stuck" or "undoStuck") ? "NeedsAttention"
            : _isUndoing ? "undo " + _script.Steps[_stage].Name
            : _script.Steps[_stage].Name
        );

    private ToldEntry Take(HistoryRow row)
    {
        _now = row;
        var before = row.Step is null ? null : _steps.GetValueOrDefault(row.Step);
        var fault = Follow(row);
        return new(row, before, State, fault);
    }

    /// <returns>Why it cannot follow.</returns>
    private string? Follow(HistoryRow row)
    {
        var status = row.Step is null ? null : _steps.GetValueOrDefault(row.Step)?.Status;
        return row.Kind switch
        {
            "Started" => Require(_stage < 0, "it had started", () => Enter(0)),
            "StepDone" => Require(
                status is "requested" or "stuck",
                $"step {row.Step} was {status ?? "not asked for"}",
                () => Finish(row.Step!, "done")
            ),
            "StepRefused" => Require(
                status is "requested" or "stuck",
                $"step {row.Step} was {status ?? "not asked for"}",
                () => Finish(row.Step!, "refused")
            ),
            "StepUndone" => Require(
                status is "undoing" or "undoStuck",
                $"the undo of {row.Step}, which was {status ?? "not asked for"}, was not waited for",
                () => Finish(row.Step!, "undone")
            ),
            "StepSettled" => Require(
                status is "undoStuck",
                $"step {row.Step} was {status ?? "not asked for"}, and not given up",
                () => Finish(row.Step!, "settled")
            ),
            "DeadlinePassed" => Require(
                status is "requested" or "undoing",
                $"step {row.Step} was {status ?? "not asked for"}, and waited for nothing",
                () => Expire(row.Step!)
            ),
            "Reminded" => Require(
                status is "requested",
                $"step {row.Step} was {status ?? "not asked for"}",
                () => { }
            ),
            "Cancelled" => Require(
                _end is null && !_isUndoing && _stage >= 0 && _script.Steps[_stage].Undo is not null,
                $"it was in {State}",
                Abandon
            ),
            "Resumed" => Require(_steps.Values.Any(IsOpen), "it waited for nothing", Resume),
            "LateDone" => Require(
                status is "undoing" or "undoStuck" or "undone",
                $"step {row.Step} was {status ?? "not asked for"}",
                () => _askings.Add(new(_now.Sequence, row.Step!, _script.Find(row.Step)!.Undo!, true))
            ),
            "Ignored" => null,
            _ => $"\"{row.Kind}\" is no kind of entry",
        };
    }

    private string? Require(bool isPossible, string otherwise, Action follow)
    {
        if (!isPossible || (_now.Step is not null && _script.Find(_now.Step) is null))
        {
            return otherwise;
        }

        follow();
        return null;
    }

    private static bool IsOpen(ToldStep step) =>
        step.Status is "requested" or "undoing" or "stuck" or "undoStuck";

    private void Finish(string step, string status)
    {
        _steps[step] = _steps[step] with { Status = status };
        Advance();
    }

    private void Advance()
    {
        var step = _steps[_script.Steps[_stage].Name];
        if (IsOpen(step))
        {
            return;
        }

        if (!_isUndoing && step.Status == "done")
        {
            Enter(_stage + 1);
        }
        else
        {
            Undo();
        }
    }

    private void Enter(int stage)
    {
        if (stage == _script.Steps.Count)
        {
            _end = "Completed";
            return;
        }

        _stage = stage;
        Ask(_script.Steps[stage], isUndo: false, attempts: 1);
    }

    private void Undo()
    {
        for (var stage = _stage; stage >= 0; stage--)
        {
            if (_steps[_script.Steps[stage].Name].Status is "done" or "unknown")
            {
                (_stage, _isUndoing) = (stage, true);
                Ask(_script.Steps[stage], isUndo: true, attempts: 1);
                return;
            }
        }

        _end = "Compensated";
    }

    private void Expire(string name)
    {
        var (step, told) = (_script.Find(name)!, _steps[name]);
        var isUndo = told.Status == "undoing";
        if (told.Attempts < (isUndo ? ScriptStep.UndoAttempts : step.Attempts))
        {
            Ask(step, isUndo, told.Attempts + 1);
        }
        else if (isUndo || step.Undo is null)
        {
            _steps[name] = told with { Status = isUndo ? "undoStuck" : "stuck" };
        }
        else
        {
            Finish(name, "unknown");
        }
    }

    private void Abandon()
    {
        var name = _script.Steps[_stage].Name;
        _isUndoing = true;
        if (_steps[name].Status == "requested")
        {
            _steps[name] = _steps[name] with { Status = "unknown" };
        }

        Advance();
    }

    private void Resume()
    {
        foreach (var (name, told) in _steps.Where(step => IsOpen(step.Value)).ToList())
        {
            var isUndo = told.Status is "undoing" or "undoStuck";
            var isAnew = told.Status is "stuck" or "undoStuck";
            Ask(_script.Find(name)!, isUndo, isAnew ? 1 : told.Attempts);
        }
    }

    private void Ask(ScriptStep step, bool isUndo, int attempts)
    {
        _steps[step.Name] = new(isUndo ? "undoing" : "requested", _now.Sequence, _now.At, attempts);
        _askings.Add(new(_now.Sequence, step.Name, isUndo ? step.Undo! : step.Do, isUndo));
    }
}
