using System.CommandLine;
using Sagas.Benchmarks.Micro;
using Sagas.Benchmarks.Runs;

return await new RootCommand("Measures the product beside its peers.")
{
    RunCommand.Create(),
    PeerCommand.Create(),
    MicroCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();
