using System.Security.Cryptography;
using System.Text;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>What failures have in common that have the same cause. Ids, amounts and times in their texts differ, so texts do not count.</summary>
internal static class Fingerprint
{
    private const int Length = 16;

    public static string Of(
        DeadLetterPlace place,
        string queue,
        string messageType,
        string exception,
        StackText stack
    )
    {
        var text = string.Join('\n', [place.ToString(), queue, messageType, exception, .. stack.Essence]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Length];
    }
}
