namespace Sagas.Orchestration.Machines;

/// <summary>Marks the state machines that are made of a definition, and write their own history.</summary>
internal interface IDefinitionMachine;
