using System.CommandLine;
using System.Globalization;
using Sagas.Operations;
using Sagas.Worker.Configuration;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands;

/// <summary><c>sagas healthcheck</c>: for containers without a shell.</summary>
internal static class HealthCheckCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    public static Command Describe(Session session)
    {
        var command = new Command(
            "healthcheck",
            "Ask the worker at Sagas:Http:Address whether it is ready. Exit code 0: it is; 1: it is not."
        );
        command.SetAction(
            async (_, cancellationToken) =>
            {
                await using var app = session.BuildDatabaseOnly();
                var ready = AddressOf(app.Services.GetRequiredService<SagasOptions>().Http.Address);
                session.Screen.Line(await Ask(ready, cancellationToken));
                return ExitCode.Fine;
            }
        );
        return command;
    }

    /// <summary>A worker that listens on all addresses is asked on this machine.</summary>
    internal static Uri AddressOf(string address)
    {
        var parts = new UriBuilder(
            address
                .Replace("//+", "//0.0.0.0", StringComparison.Ordinal)
                .Replace("//*", "//0.0.0.0", StringComparison.Ordinal)
        );
        if (parts.Host is "0.0.0.0" or "[::]")
        {
            parts.Host = "127.0.0.1";
        }

        parts.Path = "/healthz/ready";
        return parts.Uri;
    }

    private static async Task<string> Ask(Uri ready, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Timeout };
        try
        {
            using var answer = await client.GetAsync(ready, cancellationToken);
            return answer.IsSuccessStatusCode
                ? $"The worker at {ready} is ready."
                : throw new RefusedException(
                    $"The worker at {ready} is not ready: it answers {((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture)}."
                );
        }
        catch (HttpRequestException failure)
        {
            throw new RefusedException($"No worker answers at {ready}: {failure.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusedException(
                $"The worker at {ready} does not answer within {Timeout.TotalSeconds} s."
            );
        }
    }
}
