using System.Text;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>A message as it is on the broker, whatever is in it.</summary>
/// <param name="MessageId">The transport's; it need not be an id of ours, or be there at all.</param>
/// <param name="Headers">Text, whatever it was on the broker; see <see cref="HeaderText"/>.</param>
public sealed record DeadMessage(
    string? MessageId,
    string? ContentType,
    ReadOnlyMemory<byte> Body,
    IReadOnlyDictionary<string, string> Headers
)
{
    /// <summary>What the transport needs to send it as it was; null for one that comes from the index.</summary>
    public object? Native { get; init; }

    /// <summary>What is not UTF-8 becomes a replacement character.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
