using System.Reflection;
using System.Runtime.CompilerServices;

namespace Sagas.Tests.Tidy;

internal sealed class TypeTests
{
    private static readonly string[] Assemblies =
    [
        "Sagas.Core",
        "Sagas.Orchestration",
        "Sagas.Storage",
        "Sagas.Messaging",
        "Sagas.Fulfilment",
        "Sagas.Operations",
        "sagas",
    ];

    [Test]
    public void Classes_are_sealed() =>
        Assemblies
            .SelectMany(name => Assembly.Load(name).GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false } && IsWritten(type))
            .Select(type => $"{type.Assembly.GetName().Name}: {type.FullName}")
            .MustBeNone("Seal these classes, or make them abstract if others derive from them:");

    /// <summary>Not by a compiler, a source generator or EF's migration tool.</summary>
    private static bool IsWritten(Type type) =>
        type.Namespace?.StartsWith("Sagas", StringComparison.Ordinal) == true
        && !type.Namespace.EndsWith(".Migrations", StringComparison.Ordinal)
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && type.GetCustomAttributes(inherit: false)
            .All(attribute => attribute.GetType().Name != "GeneratedCodeAttribute");
}
