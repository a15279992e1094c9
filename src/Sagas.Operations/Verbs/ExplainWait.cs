using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Timers;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas why ID</c>: what is this saga waiting for?</summary>
public sealed class ExplainWait()
    : Verb<ExplainWait.Options, ExplainWait.Result>(
        "why",
        "Tell what a saga waits for: where its command is, which timers run, and what comes next. "
            + "Of what was accepted and has not begun: where that is, and what keeps it from beginning."
    )
{
    private readonly SagaArgument _saga = new();

    public sealed record Options(string IdOrKey, string? Type);

    /// <param name="Saga">Null: it has not begun.</param>
    /// <param name="Accepted">What was accepted and has not begun; empty: the saga has.</param>
    public sealed record Result(
        SagaView? Saga,
        IReadOnlyList<Wait> Waits,
        IReadOnlyList<Timer> Timers,
        string? Next,
        Blockade? Blockade,
        IReadOnlyList<Acceptance> Accepted
    );

    /// <param name="DueAt">Null: cancelled; it never fires.</param>
    public sealed record Timer(Guid Token, TimerPurpose Purpose, string Name, DateTimeOffset? DueAt);

    protected override void Declare(Command command) => _saga.Declare(command);

    protected override Options Read(ParseResult parsed) => new(_saga.IdOrKey(parsed), _saga.Type(parsed));

    protected override Task<Result> Run(
        Options options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var reader = services.GetRequiredService<ISagaReader>();
                if (
                    (await reader.Named(options.IdOrKey, cancellationToken)).Count == 0
                    && await Accepted(services, options, cancellationToken) is { Count: > 0 } accepted
                )
                {
                    return new Result(null, [], [], null, null, accepted);
                }

                var saga = await SagaLookup.One(reader, options.IdOrKey, options.Type, cancellationToken);
                var why = await services.GetRequiredService<ISagaDiagnosis>().Why(saga, cancellationToken);
                return new Result(
                    SagaView.Of(saga),
                    why.Waits,
                    [.. why.Timers.Select(Of)],
                    why.Next,
                    why.Blockade,
                    []
                );
            },
            cancellationToken
        );

    private static async Task<IReadOnlyList<Acceptance>> Accepted(
        IServiceProvider services,
        Options options,
        CancellationToken cancellationToken
    ) =>
        [
            .. (
                await services.GetRequiredService<IAcceptances>().Find(options.IdOrKey, cancellationToken)
            ).Where(accepted => options.Type is null || accepted.Saga == options.Type),
        ];

    protected override void Show(Result result, Screen screen)
    {
        foreach (var accepted in result.Accepted)
        {
            screen.Line(
                $"{accepted.Saga} {accepted.Id}: accepted at {Figures.Of(accepted.At)} UTC, and not there{(accepted.Verdict == Verdict.Begun ? "" : " yet")}."
            );
            screen.Show(Grids.Facts([(accepted.Verdict.ToString(), SafeText.Of(accepted.Text))]));
        }

        if (result.Saga is { } saga)
        {
            Show(saga, result, screen);
        }
    }

    private static void Show(SagaView saga, Result result, Screen screen)
    {
        screen.Line($"{saga.Saga} {saga.Key ?? saga.Id.ToString()}: {saga.State}");
        if (result.Blockade is { } blockade)
        {
            screen.Line(blockade.Text);
        }

        if (saga.EndedAt is { } ended)
        {
            screen.Line($"It ended at {Figures.Of(ended)} UTC, and waits for nothing.");
            return;
        }

        foreach (var wait in result.Waits)
        {
            screen.Line();
            screen.Show(Grids.Facts(Facts(wait)));
        }

        if (result.Waits.Count == 0)
        {
            screen.Line(
                "It waits for nothing that is known here; a hand-written machine waits for its events."
            );
        }

        screen.Line();
        foreach (var timer in result.Timers)
        {
            screen.Line(
                $"{timer.Purpose} {timer.Name}: {(timer.DueAt is { } due ? $"due {Figures.Of(due)} UTC" : "cancelled")} ({timer.Token})"
            );
        }

        if (result.Next is { } next)
        {
            screen.Line($"Next: {next}.");
        }
    }

    private static IEnumerable<(string Name, string Value)> Facts(Wait wait)
    {
        yield return (
            "Waits for",
            SafeText.Of($"{wait.Participant}, to answer {wait.Command} of step {wait.Step}")
        );
        if (wait.Since is { } since)
        {
            yield return ("Since", $"{Figures.Of(since)} UTC, attempt {wait.Attempts}");
        }

        yield return (wait.Verdict.ToString(), SafeText.Of(wait.Text));
    }

    private static Timer Of(TimerRecord timer) =>
        new(timer.Token, timer.Purpose, timer.Name, timer.DueAt >= TimerRecord.Never ? null : timer.DueAt);
}
