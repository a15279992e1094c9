using Sagas.Orchestration.Admission;

namespace Sagas.Tests.Admission;

internal sealed class StoredTextTests
{
    [TestCase("as it is", 100, "as it is")]
    [TestCase("too long", 3, "too")]
    [TestCase("a\0b", 100, "a\uFFFDb")]
    [TestCase("a^b", 100, "a\uFFFDb")]
    [TestCase("_", 100, "\uFFFD")]
    [TestCase("ab^_", 100, "ab^_")]
    [TestCase("ab^_", 3, "ab")]
    [TestCase("", 0, "")]
    public void Text_is_cut_and_repaired_so_that_every_database_keeps_it(
        string text,
        int longest,
        string kept
    ) => Assert.That(StoredText.Of(Halves(text), longest), Is.EqualTo(Halves(kept)));

    /// <summary>An attribute cannot hold half of a surrogate pair: ^ stands for the first, _ for the second.</summary>
    private static string Halves(string text) => text.Replace('^', '\uD83D').Replace('_', '\uDE00');
}
