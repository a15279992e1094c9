using MassTransit;

namespace Sagas.Orchestration.Repository;

/// <summary>
/// Correlation by expression reads every live instance of the type, for instances are stored as JSON. That is fit
/// for a few of them, and refused for many rather than slow.
/// </summary>
internal static class SagaQueryLimit
{
    public const int Instances = 1_000;

    public static void Check(int count, string type, Type saga, Type message)
    {
        if (count > Instances)
        {
            throw new SagaException(
                $"{message.Name} is correlated with \"{type}\" by an expression, which reads every live instance; "
                    + $"there are more than {Instances}. Correlate by id: DerivedId.OfSaga(name, key) makes one of a business key.",
                saga,
                message
            );
        }
    }
}
