using System.Security.Cryptography;
using System.Text;
using Sagas.Orchestration.Repository;

namespace Sagas.Orchestration;

/// <summary>Identifies a payload: equal for messages that are written equally as JSON.</summary>
public static class Fingerprint
{
    public static string Of(object message) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(SagaJson.Write(message))));
}
