namespace Sagas.Orchestration.Replays;

/// <summary>A saga in memory only, to which messages happen one after the other.</summary>
internal interface IRehearsal
{
    /// <summary>What the saga would decide; it is as it would be then for the next one.</summary>
    Judgement Next(object message);
}
