using System.Globalization;
using System.Text.Json;

namespace Sagas.Tests.Tidy;

/// <summary>What the README says of the proof is what the proof said.</summary>
internal sealed class ProofTests
{
    private const string Proof = "tests/proof.json";

    [Test]
    public void The_readme_quotes_the_long_form_as_it_was()
    {
        using var proof = JsonDocument.Parse(Repository.Read(Proof));
        var readme = Repository.Read("README.md");
        string[] quotes =
        [
            $"{Count("simulation", "schedules")} schedules",
            $"{Count("exhaustive", "schedules")}, which are all",
            $"{Count("plantedBugs", "found")} of {Count("plantedBugs", "planted")} bugs",
            $"{Count("checker", "found")} of {Count("checker", "planted")} corruptions",
            $"{Count("chaos", "sagas")} sagas",
            $"{Count("chaos", "faults", "fired")} of {Count("chaos", "faults", "count")} faults",
            $"{Count("chaos", "recoverySeconds")} s after the last heal",
            $"{Count("conformance", "pairs")} pairs and {Count("conformance", "sequences")} sequences",
            $"{Count("badInput", "answered")} of {Count("badInput", "cases")} bad inputs",
            $"{Count("badInput", "fuzzExecutions")} fuzzed",
        ];

        quotes
            .Where(quote => !readme.Contains(quote, StringComparison.Ordinal))
            .MustBeNone($"Say in README.md what {Proof} says:");

        string Count(params string[] path) =>
            path.Aggregate(proof.RootElement, (element, name) => element.GetProperty(name))
                .GetDouble()
                .ToString("#,0.#", CultureInfo.InvariantCulture);
    }

    [Test]
    public void Nothing_was_violated()
    {
        using var proof = JsonDocument.Parse(Repository.Read(Proof));

        proof
            .RootElement.EnumerateObject()
            .Where(part =>
                !part.Value.GetProperty("passed").GetBoolean()
                || part.Value.GetProperty("violations").GetArrayLength() > 0
            )
            .Select(part => part.Name)
            .MustBeNone($"{Proof} is kept of a run that is green. These parts were not:");
    }
}
