using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.History;

namespace Sagas.Operations.Verbs;

/// <summary>What verbs get from the program that they belong to.</summary>
public interface IVerbSetting
{
    Catalogue Catalogue { get; }

    /// <summary>Lends a reader of the configured database, which is opened only now.</summary>
    /// <exception cref="RefusedException">There is no database yet, or it has not been migrated.</exception>
    Task<T> Read<T>(Func<ISagaReader, Task<T>> read, CancellationToken cancellationToken) =>
        Use(services => read(services.GetRequiredService<ISagaReader>()), cancellationToken);

    /// <summary>Lends the services around the database, for verbs that change something.</summary>
    /// <exception cref="RefusedException">As for <see cref="Read"/>.</exception>
    Task<T> Use<T>(Func<IServiceProvider, Task<T>> use, CancellationToken cancellationToken);
}
