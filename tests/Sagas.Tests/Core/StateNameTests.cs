namespace Sagas.Tests.Core;

internal sealed class StateNameTests
{
    [TestCase("Initial")]
    [TestCase("flight", "start")]
    [TestCase("hotel+car", "start", "flight done")]
    [TestCase("hotel+car", "start", "flight done", "hotel refused")]
    [TestCase("undo hotel+car", "start", "flight done", "hotel refused", "car done")]
    [TestCase("undo flight", "start", "flight late")]
    [TestCase("Compensated", "start", "flight refused")]
    [TestCase("Completed", "start", "flight done", "hotel done", "car done", "ticket done", "letter done")]
    public void A_state_says_what_the_saga_waits_for(string name, params string[] words) =>
        Assert.That(SagaPlayer.Of(VoyageSaga.Everything, words).State, Is.EqualTo(name));
}
