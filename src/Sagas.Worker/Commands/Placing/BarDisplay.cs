using Sagas.Operations.Screens;
using Spectre.Console;

namespace Sagas.Worker.Commands.Placing;

/// <summary>A bar that fills as orders end, with the states of those that run.</summary>
internal sealed class BarDisplay(ProgressContext context) : IDisplay
{
    private readonly ProgressTask _task = context.AddTask("reading", maxValue: 1);

    public void Placed(Intake intake)
    {
        _task.IsIndeterminate = true;
        _task.Description = $"{Figures.Of(intake.Orders.Count)} placed";
    }

    public void Looked(Following following, bool isStill)
    {
        _task.IsIndeterminate = false;
        _task.MaxValue = Math.Max(1, following.Total);
        _task.Value = following.Ended;
        var states = isStill ? LineDisplay.Stillness : Display.States(following);
        _task.Description = Markup.Escape(
            SafeText.Of($"{Figures.Of(following.Ended)} of {Figures.Of(following.Total)} ended  {states}")
        );
    }
}
