namespace Sagas.Worker.Hosting;

internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>It could not be done, now.</summary>
    public const int Failed = 1;

    /// <summary>It was asked for wrongly: a bad option, argument or setting.</summary>
    public const int BadUsage = 2;
}
