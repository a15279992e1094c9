namespace Sagas.Checker.Invariants;

internal sealed class KnownDefinitionVersion()
    : Invariant("S22", "A saga runs under a version of its definition that is there.", Evidence.Orchestrator)
{
    public override IEnumerable<string> NotSeen(Run run) =>
        ["whether new code tells recorded histories as the old did: the upgrades are checked by themselves"];

    public override IEnumerable<Violation> Check(Run run) =>
        run.Orchestrator!.Sagas.Where(saga =>
                !run.Description.DefinitionVersions.Contains(saga.DefinitionVersion)
            )
            .Select(saga => new Violation(
                saga.Name,
                $"It runs under version {saga.DefinitionVersion}; there are {string.Join(", ", run.Description.DefinitionVersions)}."
            ));
}
