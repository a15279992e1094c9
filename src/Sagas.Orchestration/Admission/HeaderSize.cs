using System.Collections;
using System.Text;
using MassTransit;

namespace Sagas.Orchestration.Admission;

/// <summary>How much there is in the headers of a message, tables and lists in them counted.</summary>
internal static class HeaderSize
{
    /// <summary>Tables within tables are looked into so far; what is deeper counts as too large.</summary>
    private const int Deepest = 16;

    private const int BytesOfNumber = 8;

    /// <summary>Of a fault that a message died of before: whoever moves it back by hand leaves them on it.</summary>
    private static readonly string[] OfFault = ["MT-Fault-", "MT-Host-", "MT-Reason", "Sagas-"];

    /// <returns>Bytes of what a sender said, and of what an earlier death left.</returns>
    public static (long Own, long OfDeath) Of(Headers headers)
    {
        var (own, ofDeath) = (0L, 0L);
        foreach (var (name, value) in headers.GetAll())
        {
            var size = Encoding.UTF8.GetByteCount(name) + Of(value, 0);
            if (IsOfFault(name))
            {
                ofDeath += size;
            }
            else
            {
                own += size;
            }
        }

        return (own, ofDeath);
    }

    public static bool IsOfFault(string name)
    {
        foreach (var prefix in OfFault)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static long Of(object? value, int depth) =>
        value switch
        {
            null => 0,
            string text => Encoding.UTF8.GetByteCount(text),
            byte[] bytes => bytes.Length,
            _ when depth >= Deepest => int.MaxValue,
            IEnumerable<KeyValuePair<string, object?>> table => table.Sum(entry =>
                Encoding.UTF8.GetByteCount(entry.Key) + Of(entry.Value, depth + 1)
            ),
            IEnumerable list => list.Cast<object?>().Sum(item => Of(item, depth + 1)),
            _ => BytesOfNumber,
        };
}
