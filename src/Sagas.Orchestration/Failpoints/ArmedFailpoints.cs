using System.Diagnostics;

namespace Sagas.Orchestration.Failpoints;

/// <summary>The points that are armed now: given once, or kept in a file that is read again.</summary>
internal sealed class ArmedFailpoints
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(50);

    private readonly string? _file;
    private readonly FailpointLog? _log;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private volatile IReadOnlyList<ArmedFailpoint> _points;
    private string _text;
    private long _readAt;

    /// <exception cref="FailpointSettingException">A point is not understood, or the file is not there.</exception>
    public ArmedFailpoints(string setting, string? log, TimeProvider time)
    {
        _time = time;
        _file = setting.StartsWith('@') ? setting[1..] : null;
        _text = _file is null ? setting : ReadFirst(_file);
        _points = Parse(_text, []);
        _readAt = time.GetTimestamp();
        _log = string.IsNullOrEmpty(log) ? null : new FailpointLog(log, time);
    }

    public bool IsOn(string name) =>
        Now().Any(point => point.Name == name && point.Action == FailpointAction.On);

    /// <exception cref="FailpointException">The action is <c>throw</c>.</exception>
    public void Hit(string name, Guid? message)
    {
        foreach (var point in Now().Where(point => point.Name == name))
        {
            if (point.Action != FailpointAction.On && point.Fires(message))
            {
                _log?.Write(point);
                Do(point);
            }
        }
    }

    private static void Do(ArmedFailpoint point)
    {
        switch (point.Action)
        {
            case FailpointAction.Kill:
                using (var process = Process.GetCurrentProcess())
                {
                    process.Kill();
                }

                break;
            case FailpointAction.Throw:
                throw new FailpointException(point.Name);
            case FailpointAction.Delay:
                // The thread itself stands still, as one that the system does not let run.
                using (var never = new ManualResetEventSlim())
                {
                    never.Wait(point.Delay);
                }

                break;
        }
    }

    private IReadOnlyList<ArmedFailpoint> Now()
    {
        if (_file is not null && _time.GetElapsedTime(Volatile.Read(ref _readAt)) >= ReadEvery)
        {
            ReadAgain(_file);
        }

        return _points;
    }

    /// <summary>A file that became wrong is passed over, and the log says so: a typing error must not be a fault of its own.</summary>
    private void ReadAgain(string file)
    {
        lock (_gate)
        {
            _readAt = _time.GetTimestamp();
            try
            {
                var text = File.ReadAllText(file);
                if (text != _text)
                {
                    _text = text;
                    _points = Parse(text, _points);
                }
            }
            catch (Exception failure) when (failure is IOException or FailpointSettingException)
            {
                _log?.Write(failure);
            }
        }
    }

    private static string ReadFirst(string file) =>
        File.Exists(file)
            ? File.ReadAllText(file)
            : throw new FailpointSettingException(
                $"{Failpoint.Setting} names the file \"{file}\", which is not there. Create it, empty if nothing is armed yet."
            );

    private static IReadOnlyList<ArmedFailpoint> Parse(string text, IReadOnlyList<ArmedFailpoint> before) =>
        [
            .. text.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(one =>
                    before.FirstOrDefault(point => point.Text == one) ?? ArmedFailpoint.Parse(one)
                ),
        ];
}
