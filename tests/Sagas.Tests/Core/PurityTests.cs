using System.Text.RegularExpressions;
using Sagas.Core;

namespace Sagas.Tests.Core;

/// <summary>
/// The compiler refuses the banned symbols of the core (infra/build/BannedSymbols.Core.txt); these tests see
/// that the list is used, and look for what a list of symbols cannot name.
/// </summary>
internal sealed partial class PurityTests
{
    [Test]
    public void The_core_has_no_clock_no_chance_no_waiting_and_no_io()
    {
        var found = Repository
            .Sources.Where(file => file.StartsWith("src/Sagas.Core/", StringComparison.Ordinal))
            .SelectMany(file =>
                Repository
                    .Lines(file)
                    .Select(
                        (line, index) => (Code: Comment().Replace(line, ""), Place: $"{file}:{index + 1}")
                    )
            )
            .Where(line => Impure().IsMatch(line.Code))
            .Select(line => $"{line.Place}: {line.Code.Trim()}");

        Assert.That(found, Is.Empty, "The core decides and does nothing else: move this into a shell.");
    }

    [Test]
    public void The_core_stands_on_the_runtime_alone()
    {
        var references = typeof(DerivedId).Assembly.GetReferencedAssemblies().Select(name => name.Name!);

        Assert.That(references, Is.All.StartsWith("System."));
    }

    [Test]
    public void The_compiler_refuses_what_the_core_must_not_use()
    {
        var project = Repository.Read("src/Sagas.Core/Sagas.Core.csproj");

        Assert.That(project, Does.Contain("BannedSymbols.Core.txt"));
        Assert.That(project, Does.Not.Contain("PackageReference").And.Not.Contain("ProjectReference"));
    }

    [GeneratedRegex("//.*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"\b(DateTime|DateTimeOffset|TimeProvider|Stopwatch|Random|RandomNumberGenerator|NewGuid|CreateVersion7|NewId|async|await|Task|ValueTask|Thread|File|Stream|Directory|HttpClient|Socket|Console|Environment|Process|static\s+(?!readonly|class|partial|Regex)\w+(\.\w+)*\??\s+_\w+|System\.(IO|Net|Threading)\b)\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Impure();
}
