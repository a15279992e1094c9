using MassTransit;
using Sagas.Messaging;
using Sagas.Worker.Configuration;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Startup;

/// <summary>A queue is consumed only if there is a place for what fails there.</summary>
internal static class ErrorPath
{
    public static async Task Check(IServiceProvider services, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<SagasOptions>();
        if (options.Worker.Profile == Profile.Embedded)
        {
            return;
        }

        try
        {
            // The bus is built, and not started: now it is known which queues it would consume.
            var bus = services.GetRequiredService<IBus>();
            await services.GetRequiredService<ErrorPaths>().Declare(bus, options.Broker, cancellationToken);
        }
        catch (ErrorPathException failure)
        {
            throw new StartUpException(failure.Message, inner: failure);
        }
    }
}
