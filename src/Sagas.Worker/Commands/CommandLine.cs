using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Sagas.Operations.Screens;
using Sagas.Operations.Verbs;
using Sagas.Orchestration.Failpoints;
using Sagas.Worker.Commands.Demo;
using Sagas.Worker.Commands.Placing;
using Sagas.Worker.Commands.Returns;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands;

/// <summary>The program <c>sagas</c>: all commands, and what their failures look like.</summary>
internal static class CommandLine
{
    /// <summary>Set to 1, a failure is told with its stack trace as well.</summary>
    private const string Verbose = "SAGAS_VERBOSE";

    private const string Description = """
        Runs business transactions that span several services as sagas: each step is done, or everything that was done
        is undone.

        Settings can be given after any command as --Sagas:Key=value, in the environment as Sagas__Key, or in
        appsettings.json. Without any, everything runs embedded: one process, one SQLite file (sagas.db), simulated
        payment and shipping gateways.

        Exit codes: 0 done; 1 it did not work; 2 it was asked for wrongly.
        """;

    public static Task<int> Run(string[] args, CancellationToken cancellationToken) =>
        Run(args, Screen.Standard(), Console.In, cancellationToken);

    /// <returns>The exit code.</returns>
    public static async Task<int> Run(
        IReadOnlyList<string> args,
        Screen screen,
        TextReader input,
        CancellationToken cancellationToken
    )
    {
        try
        {
            Failpoint.Check();
            var arguments = SettingArguments.Split(args);
            var root = Describe(new Session(arguments.Settings, screen, input));
            var parsed = Parse(root, arguments.Command);
            if (parsed.Action is ParseErrorAction)
            {
                if (arguments.Command.Count == 0)
                {
                    return await Parse(root, ["--help"]).InvokeAsync(null, cancellationToken);
                }

                screen.Complain($"{Fault(parsed)} See \"{Path(parsed.CommandResult)} --help\".");
                return ExitCode.BadUsage;
            }

            // Signals are ours: a graceful stop may take longer than the parser would wait.
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (Exception failure) when (Complaint.Of(failure, cancellationToken) is { } complaint)
        {
            screen.Complain(complaint.Line);
            if (Environment.GetEnvironmentVariable(Verbose) == "1")
            {
                screen.Complain(failure.ToString());
            }

            return complaint.ExitCode;
        }
    }

    /// <summary>What nobody understands is told before what is missing: it is mostly the same mistake.</summary>
    internal static string Fault(ParseResult parsed) =>
        parsed.UnmatchedTokens is [var unknown, ..]
            ? $"\"{unknown}\" is not understood here."
            : parsed.Errors[0].Message;

    /// <summary>An argument that begins with @ is what it is, such as a key: the parser's own way is to read a file of that name.</summary>
    internal static ParseResult Parse(RootCommand root, IReadOnlyList<string> args) =>
        root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    /// <summary>Such as "sagas orders place".</summary>
    internal static string Path(SymbolResult result) =>
        result is CommandResult { Parent: CommandResult parent } command
            ? $"{Path(parent)} {command.Command.Name}"
            : "sagas";

    internal static RootCommand Describe(Session session)
    {
        var setting = new DatabaseSetting(session);
        var root = new RootCommand(Description)
        {
            DemoCommand.Describe(session),
            RunCommand.Describe(session),
            OrdersCommand.Describe(session),
            ReturnsCommand.Describe(session),
            MigrateCommand.Describe(session),
            HealthCheckCommand.Describe(session),
            GatewaysCommand.Describe(session),
        };
        foreach (var verb in VerbCatalogue.Create())
        {
            root.Add(verb.Describe(setting, session.Screen));
        }

        return root;
    }
}
