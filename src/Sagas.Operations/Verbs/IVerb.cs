using System.CommandLine;
using Sagas.Operations.Screens;

namespace Sagas.Operations.Verbs;

public interface IVerb
{
    /// <summary>The verb as a command, ready to be parsed and run.</summary>
    Command Describe(IVerbSetting setting, Screen screen);
}
