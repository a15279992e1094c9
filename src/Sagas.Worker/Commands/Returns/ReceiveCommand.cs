using System.CommandLine;
using Sagas.Fulfilment.Returns;
using Sagas.Operations.Screens;
using Sagas.Worker.Commands.Placing;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands.Returns;

/// <summary><c>sagas returns receive KEY…</c>: the warehouse has the goods of these returns.</summary>
internal static class ReceiveCommand
{
    private static readonly Argument<string[]> KeysArgument = new("KEY")
    {
        Description = "Keys or ids of returns.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Describe(Session session)
    {
        var command = new Command(
            "receive",
            "Say that the goods of returns are here. A worker that runs, or runs later, goes on with them. Saying it twice changes "
                + "nothing. Exit code 1: one of them is not there, or was cancelled."
        )
        {
            KeysArgument,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                Run(session, parsed.GetRequiredValue(KeysArgument), cancellationToken)
        );
        return command;
    }

    private static async Task<int> Run(Session session, string[] keys, CancellationToken cancellationToken)
    {
        await using var target = await PlaceTarget.Open(session, waits: false, cancellationToken);
        var arrivals = target.Services.GetRequiredService<GoodsArrivals>();
        var isFine = true;
        foreach (var key in keys)
        {
            isFine &= Tell(session.Screen, key, await arrivals.Report(key, cancellationToken));
        }

        return isFine ? ExitCode.Fine : ExitCode.Failed;
    }

    private static bool Tell(Screen screen, string key, Arrival arrival)
    {
        switch (arrival.Verdict)
        {
            case ArrivalVerdict.Accepted:
                screen.Line($"{key}: the goods are here.");
                return true;
            case ArrivalVerdict.Done:
                screen.Line($"{key}: completed before; nothing changes.");
                return true;
            case ArrivalVerdict.Cancelled:
                screen.Complain($"{key}: cancelled, {arrival.Reason}. The goods are the customer's.");
                return false;
            default:
                screen.Complain(
                    $"{key}: there is no such return. One that was placed a moment ago starts when a worker runs."
                );
                return false;
        }
    }
}
