using Sagas.Orchestration.Schema;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands;

internal static class CommandLine
{
    public static async Task<int> Run(string[] args)
    {
        try
        {
            var app = SagasHost.Build(new HostSettings([.. args.Skip(1)]));
            if (args is ["migrate", ..])
            {
                await app.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
                return ExitCode.Fine;
            }

            return await StartUp.Run(app, CancellationToken.None);
        }
        catch (StartUpException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return failure.ExitCode;
        }
    }
}
