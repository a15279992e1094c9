using System.CommandLine;

namespace Sagas.Worker.Commands.Demo;

internal static class DemoCommand
{
    public static Command Describe(Session session) => new("demo", "x");
}
