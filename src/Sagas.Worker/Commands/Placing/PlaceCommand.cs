using System.CommandLine;
using System.Diagnostics;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Orders.Placing;
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
        var intake = new Intake(target.Services.GetRequiredService<OrderPlacing>());
        var following = new Following(
            target.Services.GetRequiredService<ISagaReader>(),
            target.Services.GetRequiredService<TimeProvider>(),
            new OrderSaga().Name
        );
        try
        {
            await intake.Take(
                OrderFile.Read(text, options.Format, options.Currency, cancellationToken),
                display.Placed,
                cancellationToken
            );
        }
        catch (InvalidDataException failure)
        {
            throw new RefusedException($"{options.File}: {failure.Message}");
        }

        if (options.Waits)
        {
            await following.Follow(intake.Orders, options.Timeout, display.Looked, cancellationToken);
        }

        return new(
            options.File,
            intake.OrdersRead,
            intake.Placed,
            intake.AlreadyPlaced,
            intake.Conflicts,
            intake.UnreadableCount,
            intake.Unreadable,
            intake.EmptyOrders,
            intake.CreditNotes,
            following.Outcomes,
            following.Open,
            Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3)
        );
    }

    /// <exception cref="RefusedException">The file cannot be read.</exception>
    private static TextReader Open(Session session, string file)
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
