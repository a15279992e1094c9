namespace Sagas.Orchestration.Operators;

/// <summary>The code that somebody else has written into a definition, and which may throw anything.</summary>
internal static class OwnCode
{
    /// <summary>A sentence without its full stop, for a person.</summary>
    public static string Fault(Exception failure) =>
        $"The saga's own code fails at it: {failure.GetType().Name}: {failure.Message}";
}
