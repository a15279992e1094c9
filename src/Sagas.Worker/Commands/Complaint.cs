using System.Data.Common;
using Microsoft.Extensions.Options;
using Sagas.Operations;
using Sagas.Orchestration.Failpoints;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Schema;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands;

/// <summary>What a person reads when a command fails: a line for each fault, no stack trace.</summary>
internal sealed record Complaint(string Line, int ExitCode)
{
    public static Complaint Of(Exception failure, CancellationToken cancellationToken) =>
        failure switch
        {
            RefusedException refused => new(refused.Message, refused.ExitCode),
            FailpointSettingException failpoint => new(failpoint.Message, Hosting.ExitCode.BadUsage),
            StartUpException startUp => new(startUp.Message, startUp.ExitCode),
            DatabaseUnavailableException database => new(database.Message, Hosting.ExitCode.Failed),
            OptionsValidationException options => new(
                string.Join(' ', options.Failures),
                Hosting.ExitCode.BadUsage
            ),
            OperationCanceledException when cancellationToken.IsCancellationRequested => new(
                "Stopped.",
                Hosting.ExitCode.Failed
            ),
            DatabaseAwayException or UnreadableSagaException => new(failure.Message, Hosting.ExitCode.Failed),
            // EF Core's words for a connection that broke.
            InvalidOperationException { InnerException: DbException broken } => new(
                $"The database did not answer: {broken.GetBaseException().Message} Try again.",
                Hosting.ExitCode.Failed
            ),
            IOException or UnauthorizedAccessException or DbException => new(
                failure.GetBaseException().Message,
                Hosting.ExitCode.Failed
            ),
            _ => new(
                $"Unexpected: {failure.GetBaseException().GetType().Name}: {failure.GetBaseException().Message}",
                Hosting.ExitCode.Failed
            ),
        };
}
