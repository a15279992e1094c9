using System.CommandLine;
using Sagas.Orchestration.Schema;
using Sagas.Worker.Configuration;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands;

/// <summary><c>sagas migrate</c>: brings the database to this version.</summary>
internal static class MigrateCommand
{
    public static Command Describe(Session session)
    {
        var command = new Command(
            "migrate",
            "Create the database if it is missing, and apply the migrations that it lacks. May be repeated."
        );
        command.SetAction(
            async (_, cancellationToken) =>
            {
                await using var app = session.BuildDatabaseOnly();
                Simulation.ForgetLost(app.Services.GetRequiredService<SagasOptions>());
                var applied = await app.Services.GetRequiredService<ISchema>().Migrate(cancellationToken);
                session.Screen.Line(
                    applied.Count == 0
                        ? "The database is up to date."
                        : $"Applied {applied.Count} of our migrations: {string.Join(", ", applied)}."
                );
                return ExitCode.Fine;
            }
        );
        return command;
    }
}
