using System.Globalization;
using System.Text.Json;
using MassTransit;

namespace Sagas.Orchestration.Repository;

/// <summary>
/// The header by which a saga's command tells the version that the saga has, and its answer tells it back; see
/// <see cref="Core.Protocol.Remembering"/>. Whoever starts a saga and knows that there is none says 0. It need not be there, and whatever it
/// says does no harm.
/// </summary>
public static class SagaVersion
{
    public const string Header = "Saga-Version";

    /// <returns>Null: it tells nothing.</returns>
    internal static long? Told(MessageContext message) =>
        message.Headers.TryGetHeader(Header, out var value)
            ? value switch
            {
                long version => version,
                int version => version,
                JsonElement { ValueKind: JsonValueKind.Number } number
                    when number.TryGetInt64(out var version) => version,
                string text
                    when long.TryParse(
                        text,
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var version
                    ) => version,
                _ => null,
            }
            : null;
}
