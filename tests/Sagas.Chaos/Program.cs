using Sagas.Chaos;

// The links of all workers run in here: a pool that grows by two threads a second would be a bad link of its own.
ThreadPool.SetMinThreads(64, 64);
try
{
    return await ChaosRun.Run(ChaosOptions.Read(args));
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("It was stopped before its end, and proves nothing.");
    return 1;
}
