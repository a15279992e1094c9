namespace Sagas.Worker.Commands;

/// <summary>
/// Settings may stand anywhere after a command, as <c>--Sagas:Key=value</c> or <c>--Sagas:Key value</c>. They are for the
/// configuration and are taken out before commands are parsed.
/// </summary>
/// <param name="Command">What remains: the command and its own options.</param>
/// <param name="Settings">Each as one argument, with an equals sign.</param>
internal sealed record SettingArguments(IReadOnlyList<string> Command, IReadOnlyList<string> Settings)
{
    /// <summary>Logging is a section of its own, with the framework's names.</summary>
    private static readonly string[] Prefixes = ["--Sagas:", "--Logging:"];

    public static SettingArguments Split(IReadOnlyList<string> arguments)
    {
        var (command, settings) = (new List<string>(), new List<string>());
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            if (argument == "--")
            {
                command.AddRange(arguments.Skip(index));
                break;
            }

            if (!Prefixes.Any(prefix => argument.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                command.Add(argument);
            }
            else if (argument.Contains('=', StringComparison.Ordinal) || index + 1 == arguments.Count)
            {
                settings.Add(argument);
            }
            else
            {
                settings.Add($"{argument}={arguments[++index]}");
            }
        }

        return new(command, settings);
    }
}
