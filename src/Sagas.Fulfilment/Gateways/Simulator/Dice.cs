using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sagas.Fulfilment.Gateways.Simulator;

/// <summary>Chance that repeats: the same seed, question and key always give the same answer.</summary>
internal sealed class Dice(int seed)
{
    /// <returns>0 to <paramref name="sides"/> - 1.</returns>
    public int Roll(string question, Guid key, int sides = 100)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{question}\n{key:N}"));
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % (uint)sides);
    }
}
