using Sagas.Operations.Screens;

namespace Sagas.Worker.Commands.Placing;

/// <summary>A line now and then, for logs and pipes.</summary>
internal sealed class LineDisplay(Screen screen, TimeProvider time) : IDisplay
{
    public const string Stillness =
        "no order has moved for a while: is a worker running? (sagas run, with the same settings)";

    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    private long _last = time.GetTimestamp();
    private bool _hasToldStillness;

    public void Placed(Intake intake) => Now($"{Figures.Of(intake.Orders.Count)} orders placed.");

    public void Looked(Following following, bool isStill)
    {
        if (isStill && !_hasToldStillness)
        {
            screen.Line($"{Figures.Of(following.Open)} orders run; {Stillness}");
        }
        else if (!isStill)
        {
            Now(
                $"{Figures.Of(following.Ended)} of {Figures.Of(following.Total)} orders ended. {Display.States(following)}"
            );
        }

        _hasToldStillness = isStill;
    }

    private void Now(string line)
    {
        if (time.GetElapsedTime(_last) >= LineEvery)
        {
            _last = time.GetTimestamp();
            screen.Line(line);
        }
    }
}
