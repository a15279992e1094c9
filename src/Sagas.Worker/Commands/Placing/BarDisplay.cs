using Sagas.Operations.Screens;
using Spectre.Console;

namespace Sagas.Worker.Commands.Placing;

/// <summary>A bar that fills as sagas end, with the states of those that run.</summary>
internal sealed class BarDisplay(ProgressContext context, string things) : IDisplay
{
    private readonly ProgressTask _task = context.AddTask("reading", maxValue: 1);

    public void Placed(int count)
    {
        _task.IsIndeterminate = true;
        _task.Description = $"{Figures.Of(count)} placed";
    }

    public void Looked(Following following, bool isStill)
    {
        _task.IsIndeterminate = false;
        _task.MaxValue = Math.Max(1, following.Total);
        _task.Value = following.Ended;
        var states = isStill ? LineDisplay.Stillness(things) : Display.States(following);
        _task.Description = Markup.Escape(
            SafeText.Of($"{Figures.Of(following.Ended)} of {Figures.Of(following.Total)} ended  {states}")
        );
    }
}
