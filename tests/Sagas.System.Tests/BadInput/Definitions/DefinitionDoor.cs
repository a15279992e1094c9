using Sagas.Core.Definitions;

namespace Sagas.SystemTests.BadInput.Definitions;

/// <summary>Asks each definition for its plan, as a worker does when it starts.</summary>
internal sealed class DefinitionDoor(Answers answers)
{
    public void Answer(IEnumerable<DefinitionCase> cases)
    {
        foreach (var one in cases)
        {
            try
            {
                _ = one.Sketch.Plan;
                answers.Wrong(one, "it was admitted.");
            }
            catch (InvalidDefinitionException refused)
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
