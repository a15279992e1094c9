using System.Text;
using Sagas.Orchestration.DeadLetters.Edits;

namespace Sagas.SystemTests.BadInput.Patches;

/// <summary>Applies each patch to the envelope of an order, as <c>sagas dead-letters patch</c> does.</summary>
internal sealed class PatchDoor(Answers answers)
{
    public void Answer(IEnumerable<PatchCase> cases)
    {
        foreach (var one in cases)
        {
            try
            {
                var body = Amqp.Wire.Bytes(
                    Amqp.Wire.Envelope(MassTransit.NewId.NextGuid(), Amqp.Wire.PlaceOrder, Order.Good("A"))
                );
                var (changed, problem) = new MessagePatch(
                    new LetterEdit(Encoding.UTF8.GetString(one.Patch))
                ).ApplyTo(body);
                answers.Judge(one, changed is null ? problem ?? "" : "", one.Says);
            }
            catch (EditException refused)
            {
                answers.Judge(one, refused.Message, one.Says);
            }
            catch (Exception failure) when (failure is not AssertionException)
            {
                answers.Wrong(one, $"threw {failure.GetType().Name}: {failure.Message}");
            }
        }
    }
}
