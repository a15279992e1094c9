using MassTransit;

namespace Sagas.Orchestration.Repository;

/// <summary>The name under which instances of a class are stored: stable, also when the class is renamed.</summary>
public sealed class SagaTypeNames
{
    private readonly Dictionary<Type, string> _names = [];
    private readonly HashSet<Type> _discarding = [];
    private readonly HashSet<string> _ordered = [];

    /// <exception cref="InvalidOperationException">Another class has the name.</exception>
    public void Add(Type instance, string name, bool discardsOrphans = false, bool keepsOrder = true)
    {
        var other = _names.FirstOrDefault(pair => pair.Value == name && pair.Key != instance).Key;
        if (other is not null)
        {
            throw new InvalidOperationException(
                $"The sagas {other.Name} and {instance.Name} are both named \"{name}\". Give each its own name."
            );
        }

        _names[instance] = name;
        if (keepsOrder)
        {
            _ordered.Add(name);
        }

        if (discardsOrphans)
        {
            _discarding.Add(instance);
        }
    }

    /// <summary>Whether messages for instances that are not there are dropped.</summary>
    public bool DiscardsOrphans(Type instance) => _discarding.Contains(instance);

    /// <summary>Whether later messages of an instance wait behind a dead one; false for names that this host does not know.</summary>
    public bool KeepsOrder(string name) => _ordered.Contains(name);

    /// <summary>The name given, otherwise the class's name in kebab case.</summary>
    public string Of(Type instance) =>
        _names.TryGetValue(instance, out var name)
            ? name
            : KebabCaseEndpointNameFormatter.Instance.SanitizeName(instance.Name);
}
