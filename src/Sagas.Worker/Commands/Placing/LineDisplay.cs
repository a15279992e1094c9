using Sagas.Operations.Screens;

namespace Sagas.Worker.Commands.Placing;

/// <summary>A line now and then, for logs and pipes.</summary>
internal sealed class LineDisplay(Screen screen, TimeProvider time, string things) : IDisplay
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    private long _last = time.GetTimestamp();
    private bool _hasToldStillness;

    public static string Stillness(string things) =>
        $"none of these {things} has moved for a while: is a worker running? (sagas run, with the same settings)";

    public void Placed(int count) => Now($"{Figures.Of(count)} {things} placed.");

    public void Looked(Following following, bool isStill)
    {
        if (isStill && !_hasToldStillness)
        {
            screen.Line($"{Figures.Of(following.Open)} {things} run; {Stillness(things)}");
        }
        else if (!isStill)
        {
            Now(
                $"{Figures.Of(following.Ended)} of {Figures.Of(following.Total)} {things} ended. {Display.States(following)}"
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
