using Sagas.Core.Definitions;

namespace Sagas.Orchestration.Machines;

/// <summary>Marks the state machines that are made of a definition, and write their own history.</summary>
internal interface IDefinitionMachine
{
    ISagaPlan Plan { get; }

    /// <summary>The saga that a message is for, known from the message alone; null for types that it does not take.</summary>
    Guid? SagaOf<TMessage>(TMessage message)
        where TMessage : class;
}
