using Sagas.Orchestration.Admission;

namespace Sagas.Tests.Admission;

internal sealed class StoredTextTests
{
    [TestCase("as it is", 100, "as it is")]
    [TestCase("too long", 3, "too")]
    [TestCase("a\0b", 100, "a\uFFFDb")]
    [TestCase("a\uD83Db", 100, "a\uFFFDb")]
    [TestCase("\uDE00", 100, "\uFFFD")]
    [TestCase("ab\uD83D\uDE00", 100, "ab\uD83D\uDE00")]
    [TestCase("ab\uD83D\uDE00", 3, "ab")]
    [TestCase("", 0, "")]
    public void Text_is_cut_and_repaired_so_that_every_database_keeps_it(
        string text,
        int longest,
        string kept
    ) => Assert.That(StoredText.Of(text, longest), Is.EqualTo(kept));
}
