using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Operators;

/// <summary>
/// What is common to everything that people do: once for each request, in one transaction with the record of it, tried again
/// when somebody else was faster.
/// </summary>
internal sealed class Deed(IServiceScopeFactory scopes, TimeProvider time)
{
    private const int Tries = 10;
    private const int LongestName = 128;
    private const int LongestReason = 1_024;
    private const int LongestTarget = 256;

    /// <param name="Action">As it is recorded.</param>
    /// <param name="Target">As a person names it.</param>
    public sealed record Request(Guid Id, string Action, string Target, string By, string Reason)
    {
        public string? SecondBy { get; init; }

        public string? SagaType { get; init; }

        public Guid? SagaId { get; init; }
    }

    /// <param name="act">
    /// Changes things in the scope's transaction. A refusal leaves nothing behind; otherwise its text is recorded.
    /// </param>
    /// <param name="commit">Commits the scope's transaction.</param>
    public async Task<OperatorOutcome> Do(
        Request request,
        Func<IServiceProvider, ITransaction, Task<OperatorOutcome>> act,
        Func<IServiceProvider, Task> commit,
        CancellationToken cancellationToken
    )
    {
        if (Fault(request) is { } fault)
        {
            return OperatorOutcome.Refused(fault);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                return await Once(scope.ServiceProvider, request, act, commit, cancellationToken);
            }
            catch (ConflictException) when (attempt < Tries)
            {
                // Somebody else was faster; the next try reads anew.
            }
        }
    }

    private async Task<OperatorOutcome> Once(
        IServiceProvider scope,
        Request request,
        Func<IServiceProvider, ITransaction, Task<OperatorOutcome>> act,
        Func<IServiceProvider, Task> commit,
        CancellationToken cancellationToken
    )
    {
        var transaction = scope.GetRequiredService<ITransaction>();
        if (await transaction.Find<OperatorActionRecord>(request.Id, cancellationToken) is { } before)
        {
            return new(true, $"{before.Outcome} (It was done before, by this request.)");
        }

        var outcome = await act(scope, transaction);
        if (outcome.IsDone)
        {
            transaction.Add(RecordOf(request, outcome.Text));
            await commit(scope);
        }

        return outcome;
    }

    private OperatorActionRecord RecordOf(Request request, string outcome) =>
        new()
        {
            RequestId = request.Id,
            At = time.GetUtcNow(),
            Action = request.Action,
            Target = request.Target,
            SagaType = request.SagaType,
            SagaId = request.SagaId,
            By = request.By,
            SecondBy = request.SecondBy,
            Reason = request.Reason,
            Outcome = outcome,
        };

    private static string? Fault(Request request) =>
        string.IsNullOrWhiteSpace(request.By) || request.By.Length > LongestName
            ? $"Say who asks, in 1 to {LongestName} characters."
        : string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason
            ? $"Give a reason of 1 to {LongestReason} characters."
        : new[] { request.By, request.SecondBy, request.Reason, request.Target }.Any(text =>
            !IsStorable(text)
        )
            ? "Names and reasons are kept as text: give them without zero characters, and without halves of characters."
        : request.Target.Length > LongestTarget || request.SecondBy?.Length > LongestName
            ? $"The step has at most {LongestTarget} characters, a name {LongestName}. \"sagas ledger\" shows the steps."
        : null;

    private static bool IsStorable(string? text) => text is null || StoredText.IsStorable(text);
}
