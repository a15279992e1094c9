using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sagas.Simulation.PlantedBugs;

/// <summary>
/// Compiles the core and the simulator anew with a bug in them, beside the ones that run, and lets the simulator look for it.
/// </summary>
internal sealed class Planter(string root)
{
    private const string Core = "Sagas.Core";
    private const string Simulation = "Sagas.Simulation";
    private const string Domain = "Sagas.Fulfilment";

    /// <summary>What the build adds to every file.</summary>
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);
    private readonly Dictionary<string, SyntaxTree> _core = Parse(root, "src/Sagas.Core");
    private readonly Dictionary<string, SyntaxTree> _simulation = ParseSimulation(root);
    private readonly List<MetadataReference> _references = References();

    /// <exception cref="InvalidDataException">The bug cannot be planted.</exception>
    public Finding Hunt(PlantedBug bug, ulong firstSeed, int most)
    {
        var core = Compile(Core, _core, bug, []);
        var simulation = Compile(Simulation, _simulation, bug, [MetadataReference.CreateFromImage(core)]);
        var planted = new Context(core, simulation);
        try
        {
            var (schedules, violation) = planted.Call<(int, string?)>(
                nameof(Simulator.FirstViolation),
                firstSeed,
                most
            );
            var story = violation is null
                ? []
                : planted.Call<IReadOnlyList<string>>(
                    nameof(Simulator.Story),
                    firstSeed + (ulong)schedules - 1
                );
            return new(schedules, violation, story);
        }
        finally
        {
            planted.Unload();
        }
    }

    private byte[] Compile(
        string name,
        Dictionary<string, SyntaxTree> sources,
        PlantedBug bug,
        IEnumerable<MetadataReference> built
    )
    {
        var planted = new Dictionary<string, SyntaxTree>(sources);
        foreach (var change in bug.Changes.Where(change => sources.ContainsKey(change.File)))
        {
            var text = change.In(planted[change.File].ToString());
            planted[change.File] = CSharpSyntaxTree.ParseText(text, Language, change.File);
        }

        var compilation = CSharpCompilation.Create(
            name,
            [.. planted.Values, CSharpSyntaxTree.ParseText(Usings, Language)],
            [.. _references, .. built],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        return result.Success
            ? image.ToArray()
            : throw new InvalidDataException(
                $"\"{bug.Name}\" does not compile: "
                    + string.Join(
                        "; ",
                        result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).Take(3)
                    )
            );
    }

    private static Dictionary<string, SyntaxTree> ParseSimulation(string root)
    {
        var sources = Parse(root, "tests/Sagas.Simulation");
        foreach (
            var file in new[] { "tests/Sagas.Tests/Core/Voyage.cs", "tests/Sagas.Tests/Core/VoyageSaga.cs" }
        )
        {
            sources.Add(file, ParseFile(root, file));
        }

        return sources;
    }

    /// <summary>Neither the program nor the planter itself are needed to look for a bug.</summary>
    private static Dictionary<string, SyntaxTree> Parse(string root, string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file =>
                !file.Contains("/obj/", StringComparison.Ordinal)
                && !file.Contains("/bin/", StringComparison.Ordinal)
                && !file.Contains("/PlantedBugs/", StringComparison.Ordinal)
                && !file.Contains("/Commands/", StringComparison.Ordinal)
                && !file.EndsWith("Program.cs", StringComparison.Ordinal)
            )
            .ToDictionary(file => file, file => ParseFile(root, file));

    private static SyntaxTree ParseFile(string root, string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(root, file)), Language, file);

    private static List<MetadataReference> References() =>
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Where(path => Path.GetFileNameWithoutExtension(path) is not (Core or Simulation))
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];

    /// <summary>The domain is loaded anew, too, so that its definition is made of the planted core.</summary>
    private sealed class Context : AssemblyLoadContext
    {
        private readonly Assembly _core;
        private readonly Assembly _domain;

        public Context(byte[] core, byte[] simulation)
            : base(isCollectible: true)
        {
            _core = LoadFromStream(new MemoryStream(core));
            _domain = LoadFromStream(
                new MemoryStream(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, Domain + ".dll")))
            );
            Simulation = LoadFromStream(new MemoryStream(simulation));
        }

        private Assembly Simulation { get; }

        public T Call<T>(string method, params object[] arguments) =>
            (T)
                Simulation
                    .GetType($"{Planter.Simulation}.{nameof(Simulator)}", throwOnError: true)!
                    .GetMethod(method, BindingFlags.Public | BindingFlags.Static)!
                    .Invoke(null, arguments)!;

        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name switch
            {
                Core => _core,
                Domain => _domain,
                Planter.Simulation => Simulation,
                _ => null,
            };
    }
}
