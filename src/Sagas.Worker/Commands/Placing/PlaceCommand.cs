using System.CommandLine;
using System.Diagnostics;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Orders.Placing;
using Sagas.Fulfilment.Placing;
using Sagas.Operations;
using Sagas.Orchestration.History;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands.Placing;

/// <summary><c>sagas orders place FILE</c>: accepts the orders of a file and follows them to their end.</summary>
internal static class PlaceCommand
{
    public static Command Describe(Session session)
    {
        var command = new Command(
            "place",
            "Place the orders of a file and follow them to their end. Embedded and with no worker running, one is hosted for as "
                + "long. An order's number is its idempotency key: placing a file twice changes nothing. Exit code 1: an order "
                + "conflicts with one placed before, has not ended in time, or nothing could be read."
        );
        PlaceOptions.Declare(command);
        command.SetAction(
            (parsed, cancellationToken) => Run(session, PlaceOptions.Read(parsed), cancellationToken)
        );
        return command;
    }

    private static async Task<int> Run(
        Session session,
        PlaceOptions options,
        CancellationToken cancellationToken
    )
    {
        using var text = Open(session, options.File);
        await using var target = await PlaceTarget.Open(session, options.Waits, cancellationToken);
        var result = await Display.Run(
            session.Screen,
            options.IsJson,
            "orders",
            display => Place(target, text, options, display, cancellationToken)
        );
        if (options.IsJson)
        {
            session.Screen.ShowJson(result);
        }
        else
        {
            PlaceSummary.Show(result, options, session.Screen);
        }

        var isFine =
            result is { Conflicts.Count: 0, NotEnded: 0 }
            && (result.OrdersRead > 0 || result.Unreadable == 0);
        return isFine ? ExitCode.Fine : ExitCode.Failed;
    }

    private static async Task<PlaceResult> Place(
        PlaceTarget target,
        TextReader text,
        PlaceOptions options,
        IDisplay display,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        var intake = new Intake<PlaceOrder>(
            target.Services.GetRequiredService<ISagaPlacing<PlaceOrder>>(),
            display.Placed
        );
        var following = new Following(
            target.Services.GetRequiredService<ISagaReader>(),
            target.Services.GetRequiredService<TimeProvider>(),
            new OrderSaga().Name
        );
        var skipped = await Take(intake, text, options, cancellationToken);
        if (options.Waits)
        {
            await following.Follow(intake.Sagas, options.Timeout, display.Looked, cancellationToken);
        }

        return new(
            options.File,
            intake.Read,
            intake.Placed,
            intake.AlreadyPlaced,
            intake.Conflicts,
            intake.UnreadableCount,
            intake.Unreadable,
            skipped.EmptyOrders,
            skipped.CreditNotes,
            following.Outcomes,
            following.Open,
            Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3)
        );
    }

    /// <exception cref="RefusedException">The file is not in its format.</exception>
    private static async Task<(int EmptyOrders, int CreditNotes)> Take(
        Intake<PlaceOrder> intake,
        TextReader text,
        PlaceOptions options,
        CancellationToken cancellationToken
    )
    {
        var (emptyOrders, creditNotes) = (0, 0);
        try
        {
            await foreach (
                var item in OrderFile.Read(text, options.Format, options.Currency, cancellationToken)
            )
            {
                switch (item)
                {
                    case OrderFileItem.Order order:
                        await intake.Take(order.Command, cancellationToken);
                        break;
                    case OrderFileItem.CreditNote:
                        creditNotes++;
                        break;
                    case OrderFileItem.EmptyOrder:
                        emptyOrders++;
                        break;
                    case OrderFileItem.Unreadable unreadable:
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
        return (emptyOrders, creditNotes);
    }

    /// <exception cref="RefusedException">The file cannot be read.</exception>
    public static TextReader Open(Session session, string file)
    {
        try
        {
            return file == PlaceOptions.StandardInput ? session.Input : new StreamReader(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"{file} cannot be read: {failure.Message}");
        }
    }
}
