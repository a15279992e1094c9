using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Sagas.Messaging;

/// <summary>Asks a broker whether it lets us in, on a connection of its own.</summary>
public static class BrokerProbe
{
    public static async Task<BrokerAnswer> Try(BrokerOptions options, CancellationToken cancellationToken)
    {
        var factory = BrokerConnection.Factory(options);
        try
        {
            await using var connection = await factory.CreateConnectionAsync(cancellationToken);
            await using var channel = await connection.CreateChannelAsync(
                cancellationToken: cancellationToken
            );
            await connection.CloseAsync(cancellationToken);
            return BrokerAnswer.Welcome;
        }
        catch (Exception failure)
            when (failure
                    is BrokerUnreachableException
                        or OperationInterruptedException
                        or IOException
                        or TimeoutException
            )
        {
            return IsRefusal(failure) ? BrokerAnswer.Refused : BrokerAnswer.Silent;
        }
        catch (OperationInterruptedException failure)
        {
            // The client does not wait for the broker's word on the virtual host: opening a channel does.
            return IsRefusal(failure) ? BrokerAnswer.Refused : BrokerAnswer.Silent;
        }
    }

    /// <summary>A wrong password, or a virtual host that is not there or not ours.</summary>
    private static bool IsRefusal(Exception? failure) =>
        failure switch
        {
            null => false,
            AuthenticationFailureException or PossibleAuthenticationFailureException => true,
            OperationInterruptedException { ShutdownReason.ReplyCode: 403 or 530 } => true,
            AggregateException many => many.InnerExceptions.Any(IsRefusal),
            _ => IsRefusal(failure.InnerException),
        };
}

public enum BrokerAnswer
{
    Welcome,

    /// <summary>It is there, and does not let us in.</summary>
    Refused,

    /// <summary>Nothing answers.</summary>
    Silent,
}
