using System.Text.RegularExpressions;

namespace Sagas.Simulation.PlantedBugs;

/// <summary>A mistake that somebody could make, as a change of the source that is shipped or of the world's model of the shell.</summary>
/// <param name="Name">What is wrong then.</param>
internal sealed record PlantedBug(string Name, params Change[] Changes);

/// <param name="File">Under the root of the repository.</param>
/// <param name="Find">Occurs exactly once there, however the formatter has laid it out.</param>
internal sealed record Change(string File, string Find, string Replace)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <exception cref="InvalidDataException">The text is not there, or more than once: the source has moved on, and so must the bug.</exception>
    public string In(string source)
    {
        var tokens = Regex.Matches(Find, @"\w+|[^\w\s]", RegexOptions.None, Patience);
        var pattern = string.Join(@"\s*", tokens.Select(token => Regex.Escape(token.Value)));
        var places = Regex.Matches(source, pattern, RegexOptions.None, Patience);
        return places.Count == 1
            ? source[..places[0].Index] + Replace + source[(places[0].Index + places[0].Length)..]
            : throw new InvalidDataException(
                $"Expected \"{Find}\" once in {File}, found it {places.Count} times. Plant the bug where the code is now."
            );
    }
}
