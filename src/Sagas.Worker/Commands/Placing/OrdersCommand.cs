using System.CommandLine;

namespace Sagas.Worker.Commands.Placing;

/// <summary><c>sagas orders</c>: what can be done with orders.</summary>
internal static class OrdersCommand
{
    public static Command Describe(Session session) =>
        new("orders", "Place orders.") { PlaceCommand.Describe(session) };
}
