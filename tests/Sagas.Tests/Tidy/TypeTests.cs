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
    public void Classes_are_sealed_unless_another_derives_from_them()
    {
        var classes = Assemblies
            .SelectMany(name => Assembly.Load(name).GetTypes())
            .Where(type => type.IsClass && IsWritten(type))
            .ToList();
        var derivedFrom = classes.Select(type => Definition(type.BaseType)).ToHashSet();
        classes
            .Where(type => type is { IsAbstract: false, IsSealed: false } && !derivedFrom.Contains(type))
            .Select(type => $"{type.Assembly.GetName().Name}: {type.FullName}")
            .MustBeNone("Seal these classes:");
    }

    private static Type? Definition(Type? type) =>
        type is { IsGenericType: true } ? type.GetGenericTypeDefinition() : type;

    /// <summary>Not by a compiler, a source generator or EF's migration tool.</summary>
    private static bool IsWritten(Type type) =>
        type.Namespace?.StartsWith("Sagas", StringComparison.Ordinal) == true
        && !type.Namespace.EndsWith(".Migrations", StringComparison.Ordinal)
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && type.GetCustomAttributes(inherit: false)
            .All(attribute => attribute.GetType().Name != "GeneratedCodeAttribute");
}
