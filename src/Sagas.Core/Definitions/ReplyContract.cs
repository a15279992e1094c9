using System.Reflection;

namespace Sagas.Core.Definitions;

/// <summary>
/// Where a reply says whom it answers: its first property is the saga's id, and <c>Key</c> the effect's key,
/// as the command brought them. A reply counts only with the right key.
/// </summary>
public sealed class ReplyContract
{
    private readonly PropertyInfo _sagaId;
    private readonly PropertyInfo _key;

    private ReplyContract(PropertyInfo sagaId, PropertyInfo key)
    {
        _sagaId = sagaId;
        _key = key;
    }

    /// <returns>Null when the type does not carry a saga's id and a key.</returns>
    public static ReplyContract? Of(Type message)
    {
        var properties = message
            .GetProperties()
            .Where(property => property.PropertyType == typeof(Guid))
            .ToList();
        var key = properties.Find(property => property.Name == "Key");
        var sagaId = properties.Find(property => property != key);
        return key is null || sagaId is null ? null : new ReplyContract(sagaId, key);
    }

    public string SagaIdName => _sagaId.Name;

    public string KeyName => _key.Name;

    public Guid SagaId(object message) => (Guid)_sagaId.GetValue(message)!;

    public Guid Key(object message) => (Guid)_key.GetValue(message)!;
}
