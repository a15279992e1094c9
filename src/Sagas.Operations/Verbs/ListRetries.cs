using System.CommandLine;
using Sagas.Core.Definitions;
using Sagas.Operations.Screens;
using Spectre.Console;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas retries [SAGA]</c>: what becomes of each step's messages when their consumer throws. Needs no database.</summary>
public sealed class ListRetries()
    : Verb<string?, ListRetries.Result>(
        "retries",
        "Show how often each step's commands are tried again, and when."
    )
{
    private readonly Argument<string?> _name = new("SAGA")
    {
        Description = "The saga's name, such as order. Without it: every saga.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <param name="Exception">The class of exceptions; null: all that no other line is about.</param>
    /// <param name="ImmediateMilliseconds">The pauses before each try in memory.</param>
    /// <param name="LaterSeconds">The pauses before each redelivery.</param>
    public sealed record Line(
        string Saga,
        string Step,
        bool IsUndo,
        string Command,
        string? Exception,
        IReadOnlyList<double> ImmediateMilliseconds,
        IReadOnlyList<double> LaterSeconds,
        double MaximumAgeSeconds
    );

    public sealed record Result(IReadOnlyList<Line> Retries);

    protected override void Declare(Command command) => command.Add(_name);

    protected override string? Read(ParseResult parsed) => parsed.GetValue(_name);

    protected override Task<Result> Run(
        string? options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    )
    {
        var sagas = options is null ? setting.Catalogue.Sagas : [SagaLookup.Definition(setting, options)];
        return Task.FromResult(new Result([.. sagas.SelectMany(saga => Lines(saga.Plan))]));
    }

    protected override void Show(Result result, Screen screen)
    {
        var table = Grids.Table();
        foreach (var heading in new[] { "saga", "step", "command", "on", "in memory", "later", "at most" })
        {
            table.AddColumn(heading);
        }

        foreach (var line in result.Retries)
        {
            table.AddRow(
                Grids.Cell(line.Saga),
                Grids.Cell(line.IsUndo ? $"undo {line.Step}" : line.Step),
                Grids.Cell(line.Command),
                Grids.Cell(line.Exception ?? "any other"),
                Grids.Cell(Pauses(line.ImmediateMilliseconds.Select(TimeSpan.FromMilliseconds))),
                Grids.Cell(Pauses(line.LaterSeconds.Select(TimeSpan.FromSeconds))),
                Grids.Cell(Short(TimeSpan.FromSeconds(line.MaximumAgeSeconds)))
            );
        }

        screen.Show(table);
        screen.Line(
            "\"never\" is a dead letter at once. The tries in memory are made at each delivery anew."
        );
    }

    private static IEnumerable<Line> Lines(ISagaPlan plan) =>
        plan.Outline.SelectMany(step =>
            Lines(plan, step, false, step.Command, step.Retry)
                .Concat(step.Undo is { } undo ? Lines(plan, step, true, undo, step.UndoRetry) : [])
        );

    private static IEnumerable<Line> Lines(
        ISagaPlan plan,
        PlannedStep step,
        bool isUndo,
        Type command,
        RetryPolicy policy
    ) =>
        policy
            .Rules.Select(rule => (Exception: (string?)rule.ExceptionType.Name, rule.Tiers))
            .Append((null, policy.Tiers))
            .Select(pair => new Line(
                plan.Name,
                step.Name,
                isUndo,
                command.Name,
                pair.Exception,
                [.. pair.Tiers.Immediate.Select(pause => pause.TotalMilliseconds)],
                [.. pair.Tiers.Later.Select(pause => pause.TotalSeconds)],
                policy.MaximumAge.TotalSeconds
            ));

    private static string Pauses(IEnumerable<TimeSpan> pauses)
    {
        var all = pauses.GroupBy(pause => pause).ToList();
        return all.Count == 0
            ? "never"
            : string.Join(
                ", ",
                all.Select(same =>
                    same.Count() == 1 ? Short(same.Key) : $"{same.Count()} x {Short(same.Key)}"
                )
            );
    }

    /// <summary>Without the parts that are nothing: 5 min, not 5 min 0 s.</summary>
    private static string Short(TimeSpan time) =>
        FormattableString.Invariant(
            time switch
            {
                { TotalSeconds: < 1 } => $"{time.TotalMilliseconds:0} ms",
                { TotalMinutes: < 1 } => $"{time.TotalSeconds:0.#} s",
                { TotalHours: < 1 } => $"{time.TotalMinutes:0.#} min",
                { TotalDays: < 1 } => $"{time.TotalHours:0.#} h",
                _ => $"{time.TotalDays:0.#} d",
            }
        );
}
