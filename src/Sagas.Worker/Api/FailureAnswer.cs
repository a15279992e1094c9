using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Worker.Api;

/// <summary>
/// What a caller reads when a request failed through no fault of theirs. The details are in the log. Placing again is
/// safe: an order with the same key is the same order.
/// </summary>
internal static class FailureAnswer
{
    private const int RetryAfterSeconds = 5;

    public static void UseFailureAnswer(this WebApplication app) =>
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandler = context =>
                {
                    context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(
                        CultureInfo.InvariantCulture
                    );
                    return Problems
                        .Of(
                            StatusCodes.Status503ServiceUnavailable,
                            IsOfDatabase(context.Features.Get<IExceptionHandlerFeature>()?.Error)
                                ? "The database does not answer now. Try again; the same order placed twice happens once."
                                : "It could not be done now. Try again; the same order placed twice happens once."
                        )
                        .ExecuteAsync(context);
                },
            }
        );

    private static bool IsOfDatabase(Exception? failure) =>
        failure switch
        {
            null => false,
            DatabaseAwayException or DbException or TimeoutException => true,
            _ => IsOfDatabase(failure.InnerException),
        };
}
