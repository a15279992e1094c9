namespace Sagas.Orchestration.DeadLetters;

/// <summary>Keeps a note of messages that go to an error queue.</summary>
public interface IDeadLetterStore
{
    Task Add(DeadLetterRecord letter, CancellationToken cancellationToken);
}
