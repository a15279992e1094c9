using Sagas.Operations.Screens;
using Spectre.Console;

namespace Sagas.Worker.Commands.Placing;

/// <summary>Chooses a display: a bar where somebody watches, plain lines elsewhere, nothing beside JSON.</summary>
internal static class Display
{
    /// <param name="things">What sagas are called here, such as orders.</param>
    public static async Task<T> Run<T>(
        Screen screen,
        bool isSilent,
        string things,
        Func<IDisplay, Task<T>> work
    )
    {
        if (isSilent)
        {
            return await work(new SilentDisplay());
        }

        if (!screen.IsTerminal)
        {
            return await work(new LineDisplay(screen, TimeProvider.System, things));
        }

        return await screen
            .Output.Progress()
            .AutoClear(true)
            .Columns(
                new ProgressBarColumn(),
                new PercentageColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left }
            )
            .StartAsync(context => work(new BarDisplay(context, things)));
    }

    /// <summary>Such as "stock 3, payment 12".</summary>
    public static string States(Following following) =>
        string.Join(", ", following.States.Select(state => $"{state.Key} {Figures.Of(state.Value)}"));

    private sealed class SilentDisplay : IDisplay
    {
        public void Placed(int count) { }

        public void Looked(Following following, bool isStill) { }
    }
}
