using System.Xml.Linq;

namespace Sagas.Tests.Tidy;

/// <summary>Who may know whom. The rooms are described in src/ARCHITECTURE.md.</summary>
internal sealed class ProjectTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["Sagas.Core"] = [],
        ["Sagas.Orchestration"] = ["Sagas.Core"],
        ["Sagas.Storage"] = ["Sagas.Orchestration"],
        ["Sagas.Messaging"] = ["Sagas.Orchestration"],
        ["Sagas.Fulfilment"] = ["Sagas.Orchestration"],
        ["Sagas.Operations"] = ["Sagas.Orchestration"],
        ["Sagas.Worker"] = ["Sagas.Fulfilment", "Sagas.Storage", "Sagas.Messaging", "Sagas.Operations"],
    };

    /// <summary>The first words of the packages that a room may use; the analyzers that all share stand in infra/build.</summary>
    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Sagas.Core"] = [],
        ["Sagas.Orchestration"] = ["MassTransit", "Microsoft.AspNetCore.JsonPatch"],
        ["Sagas.Storage"] =
        [
            "Microsoft.EntityFrameworkCore",
            "Npgsql",
            "Microsoft.Data.SqlClient",
            "SQLitePCLRaw",
        ],
        ["Sagas.Messaging"] = ["MassTransit.RabbitMQ", "RabbitMQ.Client"],
        ["Sagas.Fulfilment"] = ["Microsoft.Extensions", "Polly"],
        ["Sagas.Operations"] = ["System.CommandLine", "Spectre.Console"],
        ["Sagas.Worker"] =
        [
            "Microsoft.EntityFrameworkCore.Design",
            "Npgsql.OpenTelemetry",
            "OpenTelemetry",
            "Microsoft.Extensions",
            "System.CommandLine",
            "Spectre.Console",
        ],
    };

    [Test]
    public void References_point_one_way() =>
        Repository
            .Projects.Where(IsSource)
            .SelectMany(project =>
                Included(project, "ProjectReference")
                    .Select(Path.GetFileNameWithoutExtension)
                    .Where(target => !AllowedProjects.GetValueOrDefault(Room(project), []).Contains(target))
                    .Select(target => $"{project} -> {target}")
            )
            .MustBeNone(
                "These references are not allowed. Remove them, or move the code to a room that may know both:"
            );

    [Test]
    public void Every_room_is_known_here() =>
        Repository
            .Projects.Where(IsSource)
            .Where(project =>
                !AllowedProjects.ContainsKey(Room(project)) || !AllowedPackages.ContainsKey(Room(project))
            )
            .MustBeNone(
                "These projects are new. Say in this test and in src/ARCHITECTURE.md what they may know:"
            );

    [Test]
    public void Packages_stay_in_their_room() =>
        Repository
            .Projects.Where(IsSource)
            .SelectMany(project =>
                Included(project, "PackageReference")
                    .Where(package =>
                        !AllowedPackages
                            .GetValueOrDefault(Room(project), [])
                            .Any(room => Belongs(package, room))
                    )
                    .Select(package => $"{project} -> {package}")
            )
            .MustBeNone(
                "These packages are not allowed in these rooms. Use them in the room that owns them, behind a port:"
            );

    [Test]
    public void Orchestration_knows_MassTransit_and_no_transport() =>
        Assert.That(
            Included("src/Sagas.Orchestration/Sagas.Orchestration.csproj", "PackageReference"),
            Is.SubsetOf(
                new[]
                {
                    "MassTransit",
                    "MassTransit.Abstractions",
                    "Microsoft.AspNetCore.JsonPatch.SystemTextJson",
                }
            )
        );

    [Test]
    public void The_worker_uses_EF_Core_for_its_tools_alone() =>
        Included("src/Sagas.Worker/Sagas.Worker.csproj", "PackageReference")
            .Where(package => package.Contains("EntityFrameworkCore", StringComparison.Ordinal))
            .Where(package => package != "Microsoft.EntityFrameworkCore.Design")
            .MustBeNone("The worker composes. Use EF Core in Sagas.Storage:");

    [Test]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Sagas.sln").Replace('\\', '/');
        Repository
            .Projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal))
            .MustBeNone("These projects are not in Sagas.sln. Run: dotnet sln Sagas.sln add <project>");
    }

    [Test]
    public void Every_project_has_a_lock_file() =>
        Repository
            .Projects.Select(project => $"{Path.GetDirectoryName(project)}/packages.lock.json")
            .Where(file => !Repository.Files.Contains(file))
            .MustBeNone("These lock files are missing. Run dotnet restore, and commit them:");

    [Test]
    public void Versions_stand_in_the_central_list_alone() =>
        Repository
            .Projects.Where(project =>
                Elements(project, "PackageReference")
                    .Any(reference =>
                        reference.Attribute("Version") is not null
                        || reference.Attribute("VersionOverride") is not null
                    )
            )
            .MustBeNone("Move the versions in these projects to infra/build/Packages.props:");

    [Test]
    public void MassTransit_is_pinned_to_its_last_free_version()
    {
        Elements("infra/build/Packages.props", "PackageVersion")
            .Where(package => Belongs(package.Attribute("Include")!.Value, "MassTransit"))
            .Where(package => package.Attribute("Version")!.Value != "[8.5.12]")
            .Select(package => package.ToString())
            .MustBeNone(
                "MassTransit 9 needs a commercial licence. Pin these to [8.5.12] in infra/build/Packages.props:"
            );
        Repository
            .Files.Where(file => file.EndsWith("packages.lock.json", StringComparison.Ordinal))
            .Where(file => Repository.Read(file).Contains("\"MassTransit\": \"[9", StringComparison.Ordinal))
            .MustBeNone("These lock files hold MassTransit 9. Restore again with the pinned version:");
    }

    private static bool IsSource(string project) => project.StartsWith("src/", StringComparison.Ordinal);

    private static string Room(string project) => Path.GetFileNameWithoutExtension(project);

    private static bool Belongs(string package, string room) =>
        package == room || package.StartsWith(room + ".", StringComparison.Ordinal);

    private static IEnumerable<string> Included(string project, string element) =>
        Elements(project, element)
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));

    private static IEnumerable<XElement> Elements(string file, string name) =>
        XDocument.Load(Repository.Path(file)).Descendants(name);
}
