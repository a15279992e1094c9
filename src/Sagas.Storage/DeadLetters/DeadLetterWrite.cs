using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Model;

namespace Sagas.Storage.DeadLetters;

/// <summary>One transaction on the index; again when another one was faster.</summary>
internal static class DeadLetterWrite
{
    private const int MaxTries = 20;

    public static async Task<T> Run<T>(
        Database database,
        Func<SagasContext, DeadLetterChange, Task<T>> change,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await database.Write(
                    async context =>
                    {
                        await using var transaction = await context.Database.BeginTransactionAsync(
                            cancellationToken
                        );
                        var changed = await change(context, new(context, database.Statements));
                        await context.SaveChangesAsync(cancellationToken);
                        await transaction.CommitAsync(cancellationToken);
                        return changed;
                    },
                    cancellationToken
                );
            }
            catch (ConflictException) when (tries < MaxTries)
            {
                // Another one added the same group, or the same letter: now it is there.
            }
        }
    }
}
