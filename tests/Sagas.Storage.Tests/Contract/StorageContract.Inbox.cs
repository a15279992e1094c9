using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Claims;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    [Test]
    public async Task Inbox_rows_are_removed_in_batches_once_they_are_old()
    {
        await Consume(Given.Now - TimeSpan.FromHours(25), count: 5);
        await Consume(Given.Now - TimeSpan.FromHours(23), count: 2);
        var inbox = services.GetRequiredService<IInboxStore>();
        var age = TimeSpan.FromHours(24);

        Assert.That(await inbox.RemoveOlderThan(age, 3, default), Is.EqualTo(3));
        Assert.That(await inbox.RemoveOlderThan(age, 3, default), Is.EqualTo(2));
        Assert.That(await inbox.RemoveOlderThan(age, 3, default), Is.Zero);
        Assert.That(await Read(context => context.Inbox.CountAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task A_key_is_claimed_once_with_all_that_goes_with_it()
    {
        var claims = services.GetRequiredService<IClaimStore>();
        var (key, other) = (NewId.NextGuid(), NewId.NextGuid());
        await Claim(Given.Now, (key, "one"));

        var late = Assert.ThrowsAsync<ConflictException>(() =>
            Claim(Given.Now, (other, "two"), (key, "two"))
        );

        Assert.That(late, Is.Not.Null);
        var found = await claims.Of("order", [key, other], default);
        Assert.That(
            found.Select(claim => (claim.SagaId, claim.Fingerprint)),
            Is.EqualTo(new[] { (key, "one") }).AsCollection
        );
        Assert.That(await claims.Of("return", [key], default), Is.Empty);
    }

    [Test]
    public async Task Claims_without_a_saga_are_found_the_oldest_first()
    {
        var claims = services.GetRequiredService<IClaimStore>();
        var (begun, young, old) = (Given.Saga(), NewId.NextGuid(), NewId.NextGuid());
        await Commit(transaction => transaction.Add(begun));
        await Claim(Given.Now - TimeSpan.FromDays(100), (begun.Id, "one"), (young, "two"));
        await Claim(Given.Now - TimeSpan.FromDays(200), (old, "three"));

        var oldest = await claims.WithoutSaga(2, default);

        Assert.That(oldest.Select(claim => claim.SagaId), Is.EqualTo(new[] { old, young }).AsCollection);

        await claims.Renew("order", [old], Given.Now - TimeSpan.FromDays(50), default);

        var renewed = await claims.WithoutSaga(2, default);
        await claims.RemoveOlderThan(Given.Now - TimeSpan.FromDays(40), 10, default);
        Assert.That(
            renewed.Select(claim => (claim.SagaId, claim.ClaimedAt)),
            Is.EqualTo(
                new[]
                {
                    (young, Given.Now - TimeSpan.FromDays(100)),
                    (old, Given.Now - TimeSpan.FromDays(50)),
                }
            ).AsCollection
        );
    }

    [Test]
    public async Task Claims_are_removed_in_batches_once_they_are_old()
    {
        var claims = services.GetRequiredService<IClaimStore>();
        var limit = Given.Now - TimeSpan.FromHours(24);
        for (var age = 23; age <= 26; age++)
        {
            await Claim(Given.Now - TimeSpan.FromHours(age), (NewId.NextGuid(), "any"));
        }

        Assert.That(await claims.RemoveOlderThan(limit, 1, default), Is.EqualTo(1));
        Assert.That(
            await Read(context => context.Claims.MinAsync(claim => claim.ClaimedAt)),
            Is.GreaterThan(Given.Now - TimeSpan.FromHours(25.5)),
            "The oldest goes first."
        );
        Assert.That(await claims.RemoveOlderThan(limit, 10, default), Is.EqualTo(1).Or.EqualTo(2));
        Assert.That(await claims.RemoveOlderThan(limit, 10, default), Is.Zero);
    }

    private async Task Claim(DateTimeOffset at, params (Guid Saga, string Fingerprint)[] keys)
    {
        await using var transaction = services.GetRequiredService<ITransactionFactory>().Begin();
        foreach (var (saga, fingerprint) in keys)
        {
            transaction.Add(
                new ClaimRecord
                {
                    SagaType = "order",
                    SagaId = saga,
                    Fingerprint = fingerprint,
                    ClaimedAt = at,
                }
            );
        }

        await transaction.Commit(null, default);
    }

    private async Task Consume(DateTimeOffset at, int count)
    {
        await using var host = Services(SagaLocking.Pessimistic, new ClockAt(at));
        for (var consumed = 0; consumed < count; consumed++)
        {
            await using var transaction = host.GetRequiredService<ITransactionFactory>().Begin();
            await transaction.Commit(Given.Key(), default);
        }
    }

    private sealed class ClockAt(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
