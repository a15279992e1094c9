using System.CommandLine;
using Sagas.Operations.Screens;

namespace Sagas.Operations.Verbs;

/// <summary>Verbs under one word, such as <c>sagas timers list</c>.</summary>
internal sealed class VerbGroup(string name, string description, params IReadOnlyList<IVerb> verbs) : IVerb
{
    public Command Describe(IVerbSetting setting, Screen screen)
    {
        var command = new Command(name, description);
        foreach (var verb in verbs)
        {
            command.Add(verb.Describe(setting, screen));
        }

        return command;
    }
}
