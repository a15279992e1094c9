using MassTransit;

namespace Sagas.Tests.Orchestration;

/// <summary>Takes everybody until it is told not to; then it fails.</summary>
internal sealed class MoodyHotel
{
    private int _refused;

    public bool Accepts { get; set; } = true;

    public int Refused => _refused;

    public void Book()
    {
        if (!Accepts)
        {
            Interlocked.Increment(ref _refused);
            throw new InvalidOperationException("The hotel is closed.");
        }
    }
}

internal sealed class MoodyConsumer(MoodyHotel hotel) : IConsumer<BookHotel>
{
    public Task Consume(ConsumeContext<BookHotel> context)
    {
        hotel.Book();
        return Task.CompletedTask;
    }
}
