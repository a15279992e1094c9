using Sagas.Operations.Screens;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands;

/// <summary>What every command gets: the settings of the command line, and where to write.</summary>
/// <param name="Settings">As <c>--Sagas:Key=value</c>.</param>
/// <param name="Input">What a file named <c>-</c> stands for.</param>
internal sealed record Session(IReadOnlyList<string> Settings, Screen Screen, TextReader Input)
{
    /// <summary>A port of the system's choice, for a host whose health nobody asks.</summary>
    private static readonly KeyValuePair<string, string?> AnyPort = new(
        "Sagas:Http:Address",
        "http://127.0.0.1:0"
    );

    /// <summary>A worker as <c>sagas run</c> has it.</summary>
    public WebApplication BuildWorker() => SagasHost.Build(new HostSettings(Settings));

    /// <summary>A worker inside a command that writes its own lines.</summary>
    public WebApplication BuildQuietWorker(params IEnumerable<KeyValuePair<string, string?>> overrides) =>
        SagasHost.Build(
            new HostSettings(Settings, IsQuiet: true)
            {
                Overrides = new Dictionary<string, string?>([.. overrides, AnyPort]),
            }
        );

    /// <summary>The services around the database; nothing of it is ever started.</summary>
    public WebApplication BuildDatabaseOnly() =>
        SagasHost.Build(new HostSettings(Settings, IsQuiet: true) { NeedsOnlyDatabase = true });
}
