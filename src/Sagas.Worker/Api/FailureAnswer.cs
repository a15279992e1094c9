namespace Sagas.Worker.Api;

/// <summary>
/// What a caller reads when a request failed through no fault of theirs. The details are in the log. Placing again is
/// safe: an order with the same key is the same order.
/// </summary>
internal static class FailureAnswer
{
    public static void UseFailureAnswer(this WebApplication app) =>
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandler = context =>
                    Problems
                        .Of(
                            StatusCodes.Status503ServiceUnavailable,
                            "It could not be done now. Try again; the same order placed twice happens once."
                        )
                        .ExecuteAsync(context),
            }
        );
}
