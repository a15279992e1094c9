using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Leases;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Stores;

internal sealed class LeaseStore(Database database, TimeProvider time) : ILeaseStore
{
    public async Task<bool> Take(string name, Guid owner, TimeSpan term, CancellationToken cancellationToken)
    {
        try
        {
            return await database.Write(
                context => Take(context, name, owner, term, cancellationToken),
                cancellationToken
            );
        }
        catch (ConflictException)
        {
            return false;
        }
    }

    public Task Release(string name, Guid owner, CancellationToken cancellationToken) =>
        database.Write(
            context =>
                context
                    .Leases.Where(lease => lease.Name == name && lease.Owner == owner)
                    .ExecuteDeleteAsync(cancellationToken),
            cancellationToken
        );

    private async Task<bool> Take(
        Model.SagasContext context,
        string name,
        Guid owner,
        TimeSpan term,
        CancellationToken cancellationToken
    )
    {
        var (now, until) = (time.GetUtcNow(), time.GetUtcNow() + term);
        var taken = await context
            .Leases.Where(lease => lease.Name == name && (lease.Owner == owner || lease.Until <= now))
            .ExecuteUpdateAsync(
                lease => lease.SetProperty(one => one.Owner, owner).SetProperty(one => one.Until, until),
                cancellationToken
            );
        if (taken > 0)
        {
            return true;
        }

        if (await context.Leases.AnyAsync(lease => lease.Name == name, cancellationToken))
        {
            return false;
        }

        context.Add(
            new LeaseRecord
            {
                Name = name,
                Owner = owner,
                Until = until,
            }
        );
        await context.SaveChangesAsync(cancellationToken);
        return true;
    }
}
