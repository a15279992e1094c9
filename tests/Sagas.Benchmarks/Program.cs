using System.CommandLine;
using Sagas.Benchmarks.Footprint;
using Sagas.Benchmarks.Growth;
using Sagas.Benchmarks.Micro;
using Sagas.Benchmarks.Runs;
using Sagas.Benchmarks.Scale;

return await new RootCommand("Measures the product beside its peers.")
{
    RunCommand.Create(),
    GrowthCommand.Create(),
    RetentionCommand.Create(),
    BacklogCommand.Create(),
    ScaleCommand.Create(),
    FootprintCommand.Create(),
    PeerCommand.Create(),
    MicroCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();
