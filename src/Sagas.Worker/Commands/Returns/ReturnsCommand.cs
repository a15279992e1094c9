using System.CommandLine;

namespace Sagas.Worker.Commands.Returns;

/// <summary><c>sagas returns</c>: what can be done with returns.</summary>
internal static class ReturnsCommand
{
    public static Command Describe(Session session) =>
        new("returns", "Take orders back.")
        {
            PlaceReturnsCommand.Describe(session),
            ReceiveCommand.Describe(session),
        };
}
