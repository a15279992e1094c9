using System.CommandLine;
using Sagas.Simulation.Commands;

return new RootCommand("Simulates the product: its core and its protocol, over models of everything else.")
{
    SimulateCommand.Create(),
    TellCommand.Create(),
    ExhaustCommand.Create(),
    PlantedBugsCommand.Create(),
}
    .Parse(args)
    .Invoke();
