using Sagas.Chaos;

try
{
    return await ChaosRun.Run(ChaosOptions.Read(args));
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
