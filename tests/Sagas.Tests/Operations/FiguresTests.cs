using Sagas.Operations.Screens;

namespace Sagas.Tests.Operations;

public sealed class FiguresTests
{
    [TestCase(0.0124, "12 ms")]
    [TestCase(3.44, "3.4 s")]
    [TestCase(306, "5 min 6 s")]
    [TestCase(25_680, "7 h 8 min")]
    [TestCase(781_200, "9 d 1 h")]
    public void A_duration_has_two_units_at_most(double seconds, string expected) =>
        Assert.That(Figures.Of(TimeSpan.FromSeconds(seconds)), Is.EqualTo(expected));
}
