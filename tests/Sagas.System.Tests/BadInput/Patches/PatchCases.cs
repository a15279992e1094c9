using System.Text;

namespace Sagas.SystemTests.BadInput.Patches;

/// <summary>Edits of dead letters.</summary>
internal static class PatchCases
{
    private const string NoPatch = "The patch is no JSON Patch (RFC 6902)";

    public static IEnumerable<PatchCase> All => [.. Documents(), .. Operations()];

    private static PatchCase Of(string name, string patch, string says) =>
        new(name, Encoding.UTF8.GetBytes(patch), says);

    private static IEnumerable<PatchCase> Documents()
    {
        yield return Of("an empty patch", "", NoPatch);
        yield return Of("an object for a patch", "{}", NoPatch);
        yield return Of("a number for a patch", "1", NoPatch);
        yield return Of("a list of numbers", "[1]", NoPatch);
        yield return Of("a list of lists", "[[]]", NoPatch);
        yield return Of("a patch that is cut", "[{\"op\":\"remove\",\"path\":", NoPatch);
        yield return Of("a patch with a comma last", "[{\"op\":\"remove\",\"path\":\"/key\"},]", NoPatch);
        yield return Of("a patch that is a page", "<html/>", NoPatch);
        yield return Of("a patch 100,000 lists deep", new string('[', 100_000), NoPatch);
    }

    private static IEnumerable<PatchCase> Operations()
    {
        yield return Of(
            "an operation without its kind",
            "[{\"path\":\"/key\"}]",
            "every operation has op and path"
        );
        yield return Of("an operation that is none", "[{\"op\":\"burn\",\"path\":\"/key\"}]", "burn");
        yield return Of("an operation in capitals", "[{\"op\":\"REPLACED\",\"path\":\"/key\"}]", "REPLACED");
        yield return Of("an operation that is a number", "[{\"op\":1,\"path\":\"/key\"}]", NoPatch);
        yield return Of(
            "an operation without a path",
            "[{\"op\":\"remove\"}]",
            "every operation has op and path"
        );
        yield return Of(
            "null for a path",
            "[{\"op\":\"remove\",\"path\":null}]",
            "every operation has op and path"
        );
        yield return Of(
            "a move from nowhere",
            "[{\"op\":\"move\",\"path\":\"/key\"}]",
            "those that move or copy have from"
        );
        yield return Of(
            "a copy from nowhere",
            "[{\"op\":\"copy\",\"path\":\"/key\"}]",
            "those that move or copy have from"
        );
        yield return Of(
            "a test of half a surrogate pair",
            "[{\"op\":\"test\",\"path\":\"/key\",\"value\":\"\\ud800\"}]",
            "surrogate"
        );
        yield return Of(
            "a path without its slash",
            "[{\"op\":\"remove\",\"path\":\"key\"}]",
            "does not begin with a slash"
        );
        yield return Of(
            "a path to what is not there",
            "[{\"op\":\"remove\",\"path\":\"/nothing\"}]",
            "nothing"
        );
        yield return Of(
            "a path through what is not there",
            "[{\"op\":\"add\",\"path\":\"/a/b/c\",\"value\":1}]",
            ""
        );
        yield return Of("a path through a text", "[{\"op\":\"add\",\"path\":\"/key/x\",\"value\":1}]", "");
        yield return Of(
            "a place in a list that is a word",
            "[{\"op\":\"add\",\"path\":\"/lines/first\",\"value\":1}]",
            "first"
        );
        yield return Of(
            "a place in a list beyond its end",
            "[{\"op\":\"remove\",\"path\":\"/lines/7\"}]",
            ""
        );
        yield return Of(
            "a place in a list beyond a number",
            "[{\"op\":\"remove\",\"path\":\"/lines/99999999999\"}]",
            ""
        );
        yield return Of("a place in a list below zero", "[{\"op\":\"remove\",\"path\":\"/lines/-1\"}]", "-1");
        yield return Of(
            "a removal behind the end",
            "[{\"op\":\"remove\",\"path\":\"/lines/-\"}]",
            "behind the end of a list"
        );
        yield return Of("a test that fails", "[{\"op\":\"test\",\"path\":\"/key\",\"value\":\"other\"}]", "");
        yield return Of(
            "a test of what is not there",
            "[{\"op\":\"test\",\"path\":\"/nothing\",\"value\":1}]",
            ""
        );
        yield return Of(
            "a replacement of what is not there",
            "[{\"op\":\"replace\",\"path\":\"/nothing\",\"value\":1}]",
            ""
        );
        yield return Of(
            "a move from what is not there",
            "[{\"op\":\"move\",\"from\":\"/nothing\",\"path\":\"/key\"}]",
            ""
        );
        yield return Of(
            "a good operation before a bad one",
            "[{\"op\":\"remove\",\"path\":\"/key\"},{\"op\":\"remove\",\"path\":\"/key\"}]",
            ""
        );
    }
}
