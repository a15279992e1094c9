using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Clocks;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    [Test]
    public async Task The_databases_clock_is_read()
    {
        var store = services.GetRequiredService<IClockStore>();

        var first = await store.Now(default);
        var second = await store.Now(default);

        Assert.That(second, Is.GreaterThanOrEqualTo(first));
        Assert.That(
            first - TimeProvider.System.GetUtcNow(),
            Is.InRange(-Hour, Hour),
            "It is this machine's."
        );
    }
}
