namespace Sagas.Orchestration.DeadLetters.Edits;

/// <summary>What is to be changed of dead letters before they are sent again. The original is kept.</summary>
/// <param name="Patch">A JSON Patch (RFC 6902) of the message; its paths begin at the message, not at its envelope.</param>
/// <param name="Message">The whole message as JSON, in the place of the one that is in the envelope.</param>
/// <param name="Headers">By name: the text to set, or null for a header that is not to be sent.</param>
/// <param name="IsUndone">True: what was edited before is forgotten.</param>
public sealed record LetterEdit(
    string? Patch = null,
    string? Message = null,
    IReadOnlyDictionary<string, string?>? Headers = null,
    bool IsUndone = false
);
