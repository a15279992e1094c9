using System.Collections.Concurrent;
using Sagas.Core.Definitions;

namespace Sagas.Tests.Fulfilment.Failures;

/// <summary>What happens to which message, by its effect's key; and what was seen of it.</summary>
internal sealed class FaultPlan
{
    private readonly ConcurrentDictionary<(Guid Key, Type Message), int> _swallows = new();
    private readonly ConcurrentDictionary<(Guid Key, Type Message), int> _errors = new();
    private readonly ConcurrentDictionary<(Guid Key, Type Message), object> _seen = new();

    /// <summary>The message vanishes on its next deliveries.</summary>
    public void Swallow(Guid key, Type message, int times) => _swallows[(key, message)] = times;

    /// <summary>Its handler throws on its next deliveries.</summary>
    public void Fail(Guid key, Type message, int times) => _errors[(key, message)] = times;

    public void Heal(Guid key, Type message)
    {
        _swallows.TryRemove((key, message), out _);
        _errors.TryRemove((key, message), out _);
    }

    /// <summary>As it came last; null: it never came.</summary>
    public object? Seen(Guid key, Type message) => _seen.GetValueOrDefault((key, message));

    /// <returns>Whether the message is to vanish.</returns>
    /// <exception cref="InvalidOperationException">The handler is to fail.</exception>
    public bool Meet(object message)
    {
        if (ReplyContract.Of(message.GetType()) is not { } contract)
        {
            return false;
        }

        var id = (contract.Key(message), message.GetType());
        _seen[id] = message;
        return Take(_errors, id)
            ? throw new InvalidOperationException("The handler fails.")
            : Take(_swallows, id);
    }

    private static bool Take(
        ConcurrentDictionary<(Guid Key, Type Message), int> rules,
        (Guid Key, Type Message) id
    )
    {
        var left = rules.AddOrUpdate(id, -1, (_, count) => count - 1);
        return left >= 0;
    }
}
