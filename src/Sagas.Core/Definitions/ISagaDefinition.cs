namespace Sagas.Core.Definitions;

/// <summary>A saga definition whose type of data is not known to the reader, as in a catalogue of sagas.</summary>
public interface ISagaDefinition
{
    string Name { get; }

    int Version { get; }

    Type DataType { get; }

    /// <inheritdoc cref="SagaDefinition{TData}.Plan"/>
    ISagaPlan Plan { get; }
}
