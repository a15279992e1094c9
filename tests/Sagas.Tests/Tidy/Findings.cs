namespace Sagas.Tests.Tidy;

internal static class Findings
{
    /// <summary>Fails with every finding on its own line, and with what to do about it.</summary>
    public static void MustBeNone(this IEnumerable<string> findings, string advice)
    {
        var list = findings.Order(StringComparer.Ordinal).ToList();
        if (list.Count > 0)
        {
            Assert.Fail($"{advice}\n  {string.Join("\n  ", list)}");
        }
    }
}
