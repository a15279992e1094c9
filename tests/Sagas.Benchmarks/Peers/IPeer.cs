using Sagas.Benchmarks.Contracts;

namespace Sagas.Benchmarks.Peers;

/// <summary>One product in one configuration, with an order saga of three steps and three participants that answer at once.</summary>
internal interface IPeer : IAsyncDisposable
{
    /// <summary>Returns when it takes orders.</summary>
    /// <param name="ended">Is called once for each order that has ended, on any thread.</param>
    Task Start(Servers servers, Action<Guid> ended);

    /// <summary>Returns when the transport has the order.</summary>
    Task Place(PlaceOrder order);
}
