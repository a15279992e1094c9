namespace Sagas.Orchestration.Replays;

/// <param name="Text">The decision that it would cause, or why it would cause none. At most 1,024 characters.</param>
public sealed record Judgement(ReplayVerdict Verdict, string Text)
{
    private const int LongestText = 1_024;

    public string Text { get; } = Text.Length > LongestText ? Text[..LongestText] : Text;
}
