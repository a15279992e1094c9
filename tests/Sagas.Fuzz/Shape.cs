namespace Sagas.Fuzz;

/// <summary>
/// What an answer has in common with others of its kind: its words, without numbers and without what it quotes. A new shape
/// means that an input went where none had gone before, which is what guides the search.
/// </summary>
internal static class Shape
{
    private const int Longest = 80;
    private const int Start = unchecked((int)2166136261);
    private const int Prime = 16777619;

    public static int Of(int target, Answer answer)
    {
        // FNV-1a: the framework's own hashes differ from process to process, and a seed is to give the same run.
        var hash = Add(Add(Start, target), answer.IsAccepted ? 1 : 0);
        var (isQuoted, length) = (false, 0);
        foreach (var character in answer.Text)
        {
            if (character is '"' or '\'')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && !char.IsDigit(character) && length++ < Longest)
            {
                hash = Add(hash, character);
            }
        }

        return hash;
    }

    private static int Add(int hash, int value) => unchecked((hash ^ value) * Prime);
}
