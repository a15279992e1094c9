using Sagas.Fulfilment;
using Sagas.Orchestration.Catalogues;
using Sagas.Storage.Providers;

namespace Sagas.Storage.Tests;

/// <summary>The catalogue whose ledgers the migrations are written for.</summary>
internal static class Shipped
{
    public static Catalogue Catalogue { get; } = FulfilmentCatalogue.Create();

    /// <summary>Of a provider that nothing connects to.</summary>
    public static Database Database(DatabaseProvider provider) =>
        new(
            ProviderCatalogue.Create(
                new()
                {
                    Provider = provider,
                    ConnectionString =
                        provider == DatabaseProvider.Postgres ? "Host=nowhere" : "Data Source=nowhere",
                }
            ),
            Catalogue,
            services: null
        );
}
