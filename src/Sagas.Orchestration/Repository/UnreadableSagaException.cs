using System.Text.Json;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Repository;

/// <summary>What is stored of a saga is not what this program's type says. Nothing can be decided, and nothing is changed.</summary>
public sealed class UnreadableSagaException(SagaRecord saga, JsonException fault)
    : Exception(
        $"The data of {saga.Type} {saga.BusinessKey ?? saga.Id.ToString()}, which version {saga.DefinitionVersion} wrote, cannot be read: {fault.Message} "
            + "Deploy a version that reads it; \"sagas check\" tells such a version beforehand.",
        fault
    )
{
    public SagaRecord Saga { get; } = saga;
}
