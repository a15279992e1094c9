using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Tests.Orchestration.Retries;

internal static class Decoration
{
    /// <summary>Puts something around the transactions that the storage registered.</summary>
    public static void Decorate(
        this IServiceCollection services,
        Func<ITransactionFactory, ITransactionFactory> around
    )
    {
        var registered = services.Last(service => service.ServiceType == typeof(ITransactionFactory));
        services.Remove(registered);
        services.AddSingleton(provider =>
            around(
                (ITransactionFactory)
                    ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!)
            )
        );
    }
}
