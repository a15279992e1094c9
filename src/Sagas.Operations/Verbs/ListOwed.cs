using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Operations.Screens;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Repository;
using Spectre.Console;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas owed</c>: what has still to be undone or seen to, the oldest first, and what it adds up to.</summary>
public sealed class ListOwed()
    : Verb<ListOwed.Options, ListOwed.Result>(
        "owed",
        "List the effects that have still to be undone or seen to, the oldest first, with their sum. Exit code 1 when a saga's data cannot be read."
    )
{
    private const int MaxLimit = 10_000;
    private const int DefaultLimit = 100;
    private const int MostUnreadShown = 20;

    private readonly Option<bool> _givenUp = new("--given-up")
    {
        Description = "Only what was given up: nothing happens there until somebody sees to it.",
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"How many sagas at most, from 1 to {MaxLimit}.",
        HelpName = "count",
        DefaultValueFactory = _ => DefaultLimit,
    };

    public sealed record Options(bool OnlyGivenUp, int Limit);

    /// <param name="HasMore">There may be more sagas than were looked at; the sums are of these.</param>
    /// <param name="Unreadable">Sagas that owe something of which nobody can tell what; the sums lack it.</param>
    public sealed record Result(
        IReadOnlyList<Debt> Owed,
        IReadOnlyList<Money> Sums,
        bool HasMore,
        IReadOnlyList<Unread> Unreadable
    );

    /// <param name="Fault">Why its data cannot be read, and what to do.</param>
    public sealed record Unread(string Saga, Guid Id, string? Key, string Fault);

    /// <param name="Since">Since when the saga owes something.</param>
    public sealed record Debt(
        string Saga,
        Guid Id,
        string? Key,
        DateTimeOffset Since,
        string? Reason,
        LedgerLine Effect
    );

    protected override void Declare(Command command)
    {
        command.Add(_givenUp);
        command.Add(_limit);
    }

    protected override Options Read(ParseResult parsed) =>
        new(parsed.GetValue(_givenUp), parsed.GetValue(_limit));

    protected override void Validate(Options options, IVerbSetting setting)
    {
        if (options.Limit is < 1 or > MaxLimit)
        {
            throw new RefusedException(
                $"--limit is {options.Limit}. Give 1 to {MaxLimit}.",
                RefusedException.WrongUsage
            );
        }
    }

    protected override Task<Result> Run(
        Options options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var desk = services.GetRequiredService<ISagaOperator>();
                var sagas = await services
                    .GetRequiredService<ISagaReader>()
                    .Owing(options.Limit, cancellationToken);
                var unreadable = new UnreadableSagas();
                var owed = sagas
                    .SelectMany(saga =>
                        (unreadable.Read(() => desk.Ledger(saga)) ?? [])
                            .Where(line => line.IsOwed && (line.IsGivenUp || !options.OnlyGivenUp))
                            .Select(line => new Debt(
                                saga.Type,
                                saga.Id,
                                saga.BusinessKey,
                                saga.OwedSince!.Value,
                                saga.Reason,
                                line
                            ))
                    )
                    .ToList();
                return new Result(
                    owed,
                    Sums(owed),
                    sagas.Count == options.Limit,
                    [
                        .. unreadable.Found.Select(fault => new Unread(
                            fault.Saga.Type,
                            fault.Saga.Id,
                            fault.Saga.BusinessKey,
                            fault.Message
                        )),
                    ]
                );
            },
            cancellationToken
        );

    protected override int ExitCode(Result result) =>
        result.Unreadable.Count == 0 ? 0 : RefusedException.Failed;

    protected override void Show(Result result, Screen screen)
    {
        foreach (var unread in result.Unreadable.Take(MostUnreadShown))
        {
            screen.Line($"Not in the list: {unread.Fault}");
        }

        if (result.Unreadable.Count > MostUnreadShown)
        {
            screen.Line($"Nor {Figures.Of(result.Unreadable.Count - MostUnreadShown)} more; --json has all.");
        }

        if (result.Owed.Count == 0)
        {
            screen.Line(result.Unreadable.Count == 0 ? "Nothing is owed." : "Nothing else is owed.");
            return;
        }

        ShowTable(result, screen);
        screen.Line(
            $"{Figures.Of(result.Owed.Count)} effects; {Worth(result)}{(result.HasMore ? " in the oldest sagas; --limit looks at more" : "")}."
        );
    }

    private static void ShowTable(Result result, Screen screen)
    {
        var table = Grids
            .Table()
            .AddColumn("Saga")
            .AddColumn(new TableColumn("Key").NoWrap())
            .AddColumn("Step")
            .AddColumn("How it stands")
            .AddColumn("Undo")
            .AddColumn(new TableColumn("Amount").RightAligned().NoWrap())
            .AddColumn(new TableColumn("Since (UTC)").NoWrap())
            .AddColumn("Reason");
        foreach (var debt in result.Owed)
        {
            table.AddRow(
                Grids.Cell(debt.Saga),
                Grids.Cell(debt.Key ?? debt.Id.ToString()),
                Grids.Cell(debt.Effect.Step),
                Grids.Cell(
                    debt.Effect.Status.ToString(),
                    new Style(debt.Effect.IsGivenUp ? Color.Red : Color.Yellow)
                ),
                Grids.Cell(debt.Effect.Undo ?? "none"),
                Grids.Cell(Figures.Of(debt.Effect)),
                new Text(Figures.Of(debt.Since)),
                Grids.Cell(debt.Reason)
            );
        }

        screen.Show(table);
    }

    /// <summary>The sums, and how many effects are in none of them because nobody knows what they are worth.</summary>
    private static string Worth(Result result)
    {
        var sums = result.Sums.Count == 0 ? "no amounts" : string.Join(", ", result.Sums.Select(Figures.Of));
        return result.Owed.Count(debt => debt.Effect.AmountFault is not null) is var unknown and > 0
            ? $"{sums}, and {Figures.Of(unknown)} of unknown amount (\"sagas ledger\" says why)"
            : sums;
    }

    private static List<Money> Sums(IEnumerable<Debt> owed) =>
        [
            .. owed.Select(debt => debt.Effect.Amount)
                .OfType<Money>()
                .GroupBy(amount => amount.Currency)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Money(group.Sum(amount => amount.AmountMinor), group.Key)),
        ];
}
