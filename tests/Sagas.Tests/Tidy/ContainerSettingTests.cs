using System.Reflection;
using System.Text.RegularExpressions;

namespace Sagas.Tests.Tidy;

/// <summary>A worker refuses settings that it does not know; no engine runs here to find that out in a container.</summary>
internal sealed partial class ContainerSettingTests
{
    private static readonly string[] Rooms =
    [
        "Sagas.Orchestration",
        "Sagas.Storage",
        "Sagas.Messaging",
        "Sagas.Fulfilment",
        "sagas",
    ];

    [TestCase("docker-compose.yml")]
    [TestCase("infra/docker/compose.postgres.yml")]
    [TestCase("infra/docker/Dockerfile")]
    public void Containers_set_only_what_the_worker_reads(string file)
    {
        var known = Rooms
            .SelectMany(room => Assembly.Load(room).GetTypes())
            .SelectMany(type => Sections(type).SelectMany(section => Keys(type, section)))
            .ToHashSet(StringComparer.Ordinal);
        Assert.That(known, Does.Contain("Sagas__Profile"), "The options are found by their section.");

        Setting()
            .Matches(Repository.Read(file))
            .Select(match => match.Value)
            .Where(key => !known.Contains(key))
            .Distinct()
            .MustBeNone($"Correct these settings in {file}; no options class has them:");
    }

    private static IEnumerable<string> Sections(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && field.Name.EndsWith("Section", StringComparison.Ordinal))
            .Select(field => (string)field.GetRawConstantValue()!);

    private static IEnumerable<string> Keys(Type type, string section) =>
        type.GetProperties()
            .Select(property => $"{section}:{property.Name}".Replace(":", "__", StringComparison.Ordinal));

    [GeneratedRegex(@"\bSagas__\w+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();
}
