using Sagas.Core.Definitions;

namespace Sagas.Orchestration.Catalogues;

/// <summary>What a domain brings to the host: its sagas, and the participants that they call.</summary>
public sealed record Catalogue(IReadOnlyList<ISagaDefinition> Sagas, IReadOnlyList<Participant> Participants);
