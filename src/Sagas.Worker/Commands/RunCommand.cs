using System.CommandLine;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands;

/// <summary><c>sagas run</c>: the worker.</summary>
internal static class RunCommand
{
    public static Command Describe(Session session)
    {
        var command = new Command(
            "run",
            "Run a worker until it is stopped: hosts sagas and participants, and serves health, metrics and POST /orders."
        );
        command.SetAction((_, cancellationToken) => StartUp.Run(session.BuildWorker(), cancellationToken));
        return command;
    }
}
