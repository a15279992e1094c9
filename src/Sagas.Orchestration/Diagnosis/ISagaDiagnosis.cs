using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Diagnosis;

/// <summary>Answers what a saga waits for, from its state, the traces in the database, and the broker.</summary>
/// <remarks>
/// It is right when the participant shares our database. Of one that has its own, it is not known whether it handled a
/// command; then the queue decides. A handler at work, or a retry in memory, looks like a message that is lost.
/// </remarks>
public interface ISagaDiagnosis
{
    Task<Why> Why(SagaRecord saga, CancellationToken cancellationToken);
}
