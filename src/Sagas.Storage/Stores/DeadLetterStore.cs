using Sagas.Orchestration.DeadLetters;

namespace Sagas.Storage.Stores;

internal sealed class DeadLetterStore(Database database) : IDeadLetterStore
{
    public Task Add(DeadLetterRecord letter, CancellationToken cancellationToken) =>
        database.Write(
            async context =>
            {
                context.Add(letter);
                return await context.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );
}
