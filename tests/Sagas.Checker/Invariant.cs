namespace Sagas.Checker;

/// <summary>Something that must hold, of which the folder beside this file has one class each.</summary>
/// <param name="number">In the list of invariants, such as <c>S8</c>.</param>
/// <param name="sentence">What must hold.</param>
/// <param name="evidence">What it is read from.</param>
internal abstract class Invariant(string number, string sentence, Evidence evidence)
{
    public string Number => number;

    public string Sentence => sentence;

    public Evidence Evidence => evidence;

    /// <summary>What of it cannot be seen in what the run gives; empty: all can.</summary>
    public virtual IEnumerable<string> NotSeen(Run run) => [];

    /// <summary>Whether the run gives what it is read from.</summary>
    public virtual bool CanBeSeen(Run run) =>
        evidence != Evidence.Orchestrator || run.Orchestrator is not null;

    public abstract IEnumerable<Violation> Check(Run run);
}

/// <summary>The outer ones are believed first.</summary>
internal enum Evidence
{
    /// <summary>The driver's journal against the participants' own ledgers.</summary>
    Ledgers,

    /// <summary>The broker's counts, and the traces of messages in the databases.</summary>
    Messages,

    /// <summary>The orchestrator's own tables.</summary>
    Orchestrator,
}

/// <param name="Key">What violates it, as a person finds it again.</param>
internal sealed record Violation(string Key, string Text);
