namespace Sagas.Orchestration.UnitsOfWork;

public interface ITransactionFactory
{
    /// <summary>A transaction of its own. Nothing reaches the database until it is needed.</summary>
    ITransaction Begin();
}
