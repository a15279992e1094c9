using System.Text.RegularExpressions;

namespace Sagas.Tests.Tidy;

/// <summary>The shape of the tree, and what no file may hold.</summary>
internal sealed partial class TreeTests
{
    private const int LongestFileLines = 400;
    private const string NextVersion = "tests/Sagas.System.Tests/Next/";

    private static readonly string[] TopLevel =
    [
        "src",
        "tests",
        "infra",
        "Sagas.sln",
        "docker-compose.yml",
        "README.md",
        "global.json",
        "LICENSE",
    ];

    private static readonly string[] Text =
    [
        ".cs",
        ".md",
        ".yml",
        ".yaml",
        ".json",
        ".props",
        ".targets",
        ".csproj",
        ".config",
        ".globalconfig",
        ".txt",
        ".conf",
        ".sln",
        "",
    ];

    [Test]
    public void The_top_level_is_fixed() =>
        Repository
            .Files.Select(file => file.Split('/')[0])
            .Distinct()
            .Where(name => !TopLevel.Contains(name) && !name.StartsWith('.'))
            .MustBeNone("Move these from the top level into src, tests or infra:");

    [Test]
    public void No_file_is_too_long() =>
        Repository
            .Sources.Select(file => (file, Count: Repository.Lines(file).Length))
            .Where(file => file.Count > LongestFileLines)
            .Select(file => $"{file.file}: {file.Count} lines")
            .MustBeNone($"Split these files; {LongestFileLines} lines is the limit, and 40 the aim:");

    [Test]
    public void Types_are_called_what_they_are() =>
        Find(Repository.Sources, VagueName())
            .MustBeNone("These names say nothing. Name what the type is or does:");

    [Test]
    public void No_work_is_put_off_in_a_comment() =>
        Find(TextFiles(), PutOff()).MustBeNone("Do it now, or open an issue and remove the comment:");

    [Test]
    public void No_file_knows_a_machine_or_a_registry() =>
        Find(TextFiles(), MachineOrRegistry())
            .MustBeNone(
                "These lines hold on one machine only. Use a relative path or an environment variable:"
            );

    [Test]
    public void A_namespace_is_where_its_folder_is() =>
        Repository
            .Sources.Select(file => (file, Found: Namespace().Match(Repository.Read(file))))
            .Where(source =>
                source.Found.Success && source.Found.Groups["name"].Value != Expected(source.file)
            )
            .Select(source =>
                $"{source.file}: {source.Found.Groups["name"].Value}, expected {Expected(source.file)}"
            )
            .MustBeNone("Move these files, or correct their namespace:");

    [Test]
    public void Each_file_has_one_namespace_for_the_whole_file() =>
        Find(Repository.Sources, BlockNamespace()).MustBeNone("Use a file-scoped namespace in these files:");

    [TestCase("infra/build/Sagas.globalconfig")]
    [TestCase("infra/build/Tests.globalconfig")]
    public void Every_opt_out_of_an_analyzer_has_its_reason(string file)
    {
        var lines = Repository.Lines(file);
        lines
            .Where(
                (line, index) =>
                    line.StartsWith("dotnet_diagnostic.", StringComparison.Ordinal)
                    && string.IsNullOrWhiteSpace(lines[index - 1])
            )
            .MustBeNone($"Say above these lines of {file} why the rule does not hold here:");
    }

    [Test]
    public void Every_script_can_be_run() =>
        Repository
            .Files.Where(file =>
                file.StartsWith("infra/scripts/", StringComparison.Ordinal) || file == ".ci/run"
            )
            .Where(file =>
                !OperatingSystem.IsWindows()
                && !File.GetUnixFileMode(Repository.Path(file)).HasFlag(UnixFileMode.UserExecute)
            )
            .MustBeNone("Make these scripts executable: git update-index --chmod=+x <file>");

    /// <summary>The files of the next version stand for those of this one, in the same folders.</summary>
    private static string Expected(string file)
    {
        file = file.Replace(NextVersion, "src/", StringComparison.Ordinal);
        var project = Repository
            .Projects.Where(project => file.StartsWith(Folder(project) + "/", StringComparison.Ordinal))
            .MaxBy(project => project.Length)!;
        var root = RootNamespace().Match(Repository.Read(project));
        var start = root.Success ? root.Groups["name"].Value : Path.GetFileNameWithoutExtension(project);
        return string.Join(
            '.',
            Path.GetRelativePath(Folder(project), Folder(file))
                .Split('/')
                .Prepend(start)
                .Where(part => part != ".")
        );
    }

    private static string Folder(string file) => Path.GetDirectoryName(file)!;

    /// <summary>The Tidy tests themselves name what they look for.</summary>
    private static IEnumerable<string> TextFiles() =>
        Repository.Files.Where(file =>
            Text.Contains(Path.GetExtension(file))
            && !file.StartsWith("tests/Sagas.Tests/Tidy/", StringComparison.Ordinal)
        );

    private static IEnumerable<string> Find(IEnumerable<string> files, Regex pattern) =>
        files.SelectMany(file =>
            Repository
                .Lines(file)
                .Select((line, index) => (line, Number: index + 1))
                .Where(found => pattern.IsMatch(found.line))
                .Select(found => $"{file}:{found.Number}: {found.line.Trim()}")
        );

    [GeneratedRegex(
        @"\b(class|record|interface|struct|enum)\s+\w+(Manager|Helper|Helpers|Util|Utils|Utility|Utilities|Common|Base)\b",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PutOff();

    [GeneratedRegex(
        @"(^|[^\w.])/(work|root|home)/|/tmp/wt|[A-Z]:\\Users|https?://[\w.-]*(nuget|artifactory|nexus|npmjs|pypi)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex MachineOrRegistry();

    [GeneratedRegex(
        @"^namespace (?<name>[\w.]+)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^namespace [\w.]+\s*\{?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BlockNamespace();

    [GeneratedRegex("<RootNamespace>(?<name>[^<]+)<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RootNamespace();
}
