namespace Sagas.Core.Definitions;

public abstract class StartBuilder<TData>
    where TData : class
{
    private protected StartBuilder() { }

    internal abstract SagaStart<TData> Build();
}

/// <summary>Describes the message that starts a saga.</summary>
public sealed class StartBuilder<TData, TMessage> : StartBuilder<TData>
    where TData : class
    where TMessage : class
{
    private readonly Func<TMessage, string> _key;
    private readonly Func<TMessage, Guid, TData> _create;
    private Func<TMessage, IEnumerable<string>> _check = _ => [];
    private Func<TData, object>? _announcement;
    private Type? _announced;

    internal StartBuilder(Func<TMessage, string> key, Func<TMessage, Guid, TData> create)
    {
        _key = key;
        _create = create;
    }

    /// <summary>What is wrong with a message, in sentences; such a message is refused and starts nothing.</summary>
    public StartBuilder<TData, TMessage> Checked(Func<TMessage, IEnumerable<string>> problems)
    {
        _check = problems;
        return this;
    }

    /// <summary>The event that tells the world that the saga was accepted.</summary>
    public StartBuilder<TData, TMessage> Announces<TEvent>(Func<TData, TEvent> announcement)
        where TEvent : class
    {
        _announcement = announcement;
        _announced = typeof(TEvent);
        return this;
    }

    internal override SagaStart<TData> Build() =>
        new(
            typeof(TMessage),
            message => _key((TMessage)message),
            message => [.. _check((TMessage)message)],
            (message, id) => _create((TMessage)message, id),
            _announcement,
            _announced
        );
}
