using System.CommandLine;
using System.Diagnostics;
using Sagas.Fulfilment.Placing;
using Sagas.Fulfilment.Returns;
using Sagas.Fulfilment.Returns.Placing;
using Sagas.Operations;
using Sagas.Orchestration.History;
using Sagas.Worker.Commands.Placing;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands.Returns;

/// <summary><c>sagas returns place FILE</c>: accepts the credit notes of a file as returns.</summary>
internal static class PlaceReturnsCommand
{
    public static Command Describe(Session session)
    {
        var command = new Command(
            "place",
            "Place the credit notes of a file of invoices as returns. A credit note names no invoice: each of its lines is taken "
                + "back from the latest invoice above it, of the same customer, that has enough of the article. What was never sold "
                + "is placed too, and refused by its saga. Place returns when their orders have ended; placing a file twice "
                + "changes nothing. Exit code 1: a return conflicts with one placed before, has not ended in time, or nothing could "
                + "be read."
        );
        PlaceReturnsOptions.Declare(command);
        command.SetAction(
            (parsed, cancellationToken) => Run(session, PlaceReturnsOptions.Read(parsed), cancellationToken)
        );
        return command;
    }

    private static async Task<int> Run(
        Session session,
        PlaceReturnsOptions options,
        CancellationToken cancellationToken
    )
    {
        using var text = PlaceCommand.Open(session, options.File);
        await using var target = await PlaceTarget.Open(session, options.AreReceived, cancellationToken);
        var result = await Display.Run(
            session.Screen,
            options.IsJson,
            "returns",
            display => Place(target, text, options, display, cancellationToken)
        );
        if (options.IsJson)
        {
            session.Screen.ShowJson(result);
        }
        else
        {
            PlaceReturnsSummary.Show(result, options, session.Screen);
        }

        var isFine =
            result is { Conflicts.Count: 0, NotEnded: 0 }
            && (result.ReturnsRead > 0 || result.Unreadable == 0);
        return isFine ? ExitCode.Fine : ExitCode.Failed;
    }

    private static async Task<PlaceReturnsResult> Place(
        PlaceTarget target,
        TextReader text,
        PlaceReturnsOptions options,
        IDisplay display,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        var placing = target.Services.GetRequiredService<ISagaPlacing<ReturnOrder>>();
        var intake = new Intake<ReturnOrder>(placing, display.Placed);
        var count = await Take(intake, text, options, cancellationToken);
        var following = new Following(
            target.Services.GetRequiredService<ISagaReader>(),
            target.Services.GetRequiredService<TimeProvider>(),
            placing.Saga
        );
        if (options.AreReceived)
        {
            await target.Services.GetRequiredService<GoodsArrivals>().Report(intake.Sagas, cancellationToken);
            await following.Follow(intake.Sagas, options.Timeout, display.Looked, cancellationToken);
        }

        return new(
            options.File,
            count.Notes,
            intake.Read,
            count.Matched,
            count.LinesMatched,
            count.LinesUnmatched,
            intake.Placed,
            intake.AlreadyPlaced,
            intake.Conflicts,
            intake.UnreadableCount,
            intake.Unreadable,
            following.Outcomes,
            following.Open,
            Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3)
        );
    }

    /// <exception cref="RefusedException">The file is not in its format.</exception>
    private static async Task<CreditNoteCount> Take(
        Intake<ReturnOrder> intake,
        TextReader text,
        PlaceReturnsOptions options,
        CancellationToken cancellationToken
    )
    {
        var count = new CreditNoteCount();
        try
        {
            await foreach (var item in CreditNoteFile.Read(text, options.Currency, cancellationToken))
            {
                switch (item)
                {
                    case CreditNoteItem.Return found:
                        count.Add(found);
                        await intake.Take(found.Command, cancellationToken);
                        break;
                    case CreditNoteItem.Unreadable unreadable:
                        intake.Report(unreadable.LineNumber, unreadable.Reason);
                        break;
                }
            }
        }
        catch (InvalidDataException failure)
        {
            throw new RefusedException($"{options.File}: {failure.Message}");
        }

        await intake.Finish(cancellationToken);
        return count;
    }
}
