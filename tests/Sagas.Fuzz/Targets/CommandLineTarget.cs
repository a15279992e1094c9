using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using Sagas.Operations.Screens;
using Sagas.Worker.Commands;

namespace Sagas.Fuzz.Targets;

/// <summary>Arguments of the command line, with a zero byte between them: parsed, and not run.</summary>
internal sealed class CommandLineTarget : ITarget
{
    private const int MostArguments = 64;
    private readonly RootCommand _root = CommandLine.Describe(
        new Session([], Screen.Standard(), TextReader.Null)
    );

    public string Name => "command-line";

    public int Share => 5;

    public IReadOnlyList<byte[]> Seeds { get; } =
        Sample.Bytes(
            "orders\0place\0orders.csv\0--no-wait\0--currency\0GBP",
            "returns\0place\0-\0--received\0--json",
            "sagas\0list\0--limit\010",
            "list\0--state\0Completed\0--limit\010\0--json",
            "settle\0536365\0--step\0payment\0--reason\0by hand\0--by\0ann\0--request\001020304-0506-0708-090a-0b0c0d0e0f10",
            "dead-letters\0list\0--since\02026-11-01\0--place\0Error\0--Sagas:Profile=Embedded",
            "replay\0apply\001020304-0506-0708-090a-0b0c0d0e0f10\0--reason\0back\0--waves\01,5,25,100"
        );

    public IReadOnlyList<byte[]> Words { get; } =
        Sample.Bytes(
            "\0",
            "--",
            "--help",
            "--limit",
            "=",
            "@file",
            "@",
            "[diagram]",
            "[suggest:3]",
            "--Sagas:",
            "-h",
            "replay\0plan\0",
            "99999999999",
            "\u001b[2J",
            "\"",
            "'"
        );

    public Answer Read(byte[] input)
    {
        var split = SettingArguments.Split(
            Encoding.UTF8.GetString(input).Split('\0', MostArguments, StringSplitOptions.None)
        );
        var parsed = CommandLine.Parse(_root, split.Command);
        return parsed.Action is ParseErrorAction || parsed.Errors.Count > 0
            ? new(false, CommandLine.Fault(parsed))
            : new(true, CommandLine.Path(parsed.CommandResult));
    }
}
