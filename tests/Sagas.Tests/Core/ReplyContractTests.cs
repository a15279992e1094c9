using Sagas.Core.Definitions;

namespace Sagas.Tests.Core;

internal sealed class ReplyContractTests
{
    private sealed record KeyOnly(Guid Key);

    private sealed record SagaOnly(Guid OrderId);

    private sealed record TextKey(Guid OrderId, string Key);

    private sealed record KeyFirst(Guid Key, Guid OrderId, Guid Other);

    [Test]
    public void A_reply_names_its_saga_and_its_effect()
    {
        var (saga, key) = (
            new Guid(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
            new Guid(2, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])
        );
        var contract = ReplyContract.Of(typeof(StepDone))!;

        var reply = new StepDone(saga, key, "note");

        Assert.That(contract.SagaId(reply), Is.EqualTo(saga));
        Assert.That(contract.Key(reply), Is.EqualTo(key));
    }

    [Test]
    public void The_saga_is_the_first_id_that_is_not_the_key()
    {
        var order = new Guid(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

        var contract = ReplyContract.Of(typeof(KeyFirst))!;

        Assert.That(contract.SagaId(new KeyFirst(default, order, default)), Is.EqualTo(order));
    }

    [TestCase(typeof(KeyOnly))]
    [TestCase(typeof(SagaOnly))]
    [TestCase(typeof(TextKey))]
    [TestCase(typeof(string))]
    public void A_type_without_both_is_no_reply(Type type) => Assert.That(ReplyContract.Of(type), Is.Null);
}
