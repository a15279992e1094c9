using Sagas.Core;

namespace Sagas.Tests.Core;

internal sealed class DerivedIdTests
{
    private static readonly Guid One = new("11111111-1111-1111-1111-111111111111");

    [TestCase(1)]
    [TestCase(10_000)]
    public void An_id_is_the_hash_of_its_text_however_long_it_is(int letters)
    {
        var key = new string('\u00e9', letters);

        Assert.That(
            DerivedId.OfSaga("order", key),
            Is.EqualTo(DerivedId.OfContent(System.Text.Encoding.UTF8.GetBytes($"saga\norder\n{key}")))
        );
    }

    /// <summary>Ids are kept for years and known to participants: these texts must never change.</summary>
    [Test]
    public void Ids_are_the_same_in_every_release()
    {
        Assert.That(
            DerivedId.OfSaga("order", "A-1"),
            Is.EqualTo(new Guid("aea4c1c1-ec8d-8fee-8165-a4531eef4961"))
        );
        Assert.That(
            DerivedId.OfEffect(One, "stock"),
            Is.EqualTo(new Guid("af9ad67b-6984-8c1f-8e17-96974e628d10"))
        );
        Assert.That(
            DerivedId.OfMessage(One, 3, 1),
            Is.EqualTo(new Guid("21ef17af-af90-83c6-92ee-2c6515fb2ab3"))
        );
        Assert.That(
            DerivedId.OfReply(One, "inventory", 0),
            Is.EqualTo(new Guid("11111111-1111-8400-a260-cf5d548a6232"))
        );
        Assert.That(
            DerivedId.Dated(DerivedId.OfMessage(One, 3, 1), 0x19abcdef0123),
            Is.EqualTo(new Guid("19abcdef-0123-83c6-92ee-2c6515fb2ab3"))
        );
        Assert.That(
            DerivedId.OfDeadline(One, "stock", 2),
            Is.EqualTo(new Guid("12e00d72-27d8-8b65-b2b9-cf635627dd27"))
        );
        Assert.That(
            DerivedId.OfWaiting(One, "order-saga/StockReserved"),
            Is.EqualTo(new Guid("6a9915ff-b427-85f0-8b4b-110ba9df2577"))
        );
        Assert.That(
            DerivedId.OfContent("raw"u8),
            Is.EqualTo(new Guid("d7439bee-2477-8bcb-ba2d-0a97947ee362"))
        );
    }

    [Test]
    public void Different_things_have_different_ids()
    {
        var two = DerivedId.OfSaga("order", "two");
        Guid[] ids =
        [
            .. new[] { One, two }.SelectMany(saga =>
                new[]
                {
                    DerivedId.OfEffect(saga, "a"),
                    DerivedId.OfEffect(saga, "b"),
                    DerivedId.OfMessage(saga, 1, 0),
                    DerivedId.OfMessage(saga, 1, 1),
                    DerivedId.OfMessage(saga, 11, 0),
                    DerivedId.OfReply(saga, "a", 0),
                    DerivedId.OfReply(saga, "a", 1),
                    DerivedId.OfWaiting(saga, "a"),
                    DerivedId.OfWaiting(saga, "b"),
                    DerivedId.OfDeadline(saga, "a", 1),
                    DerivedId.OfDeadline(saga, "a", 2),
                }
            ),
            DerivedId.OfSaga("order", "a"),
            DerivedId.OfSaga("return", "a"),
        ];

        Assert.That(ids, Is.Unique);
    }

    [Test]
    public void An_id_is_a_UUID_of_version_8()
    {
        foreach (var id in new[] { DerivedId.OfSaga("order", "A-1"), DerivedId.OfReply(One, "inventory", 0) })
        {
            var text = id.ToString();

            Assert.That(text[14], Is.EqualTo('8'));
            Assert.That(text[19], Is.AnyOf('8', '9', 'a', 'b'));
        }
    }
}
