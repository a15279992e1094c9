using Sagas.Core.Definitions;

namespace Sagas.Tests.Core;

/// <summary>The least that a definition can say.</summary>
internal sealed class QuietSaga : SagaDefinition<Voyage>
{
    public QuietSaga()
        : base("quiet", version: 2)
    {
        StartsWith<SetSail>(sail => sail.Key, (sail, id) => new Voyage(id, sail.Price, ""));
        Pivot("flight", "flights")
            .Do((voyage, key) => new DoStep(voyage.Id, key, "flight", voyage.Price))
            .Done<StepDone>()
            .Refused<StepRefused>(_ => null!);
        Completes(voyage => new VoyageEnded(voyage.Id, voyage.Log));
        Compensated((voyage, why) => new VoyageUndone(voyage.Id, why));
    }
}
