using System.Text.Json;
using Sagas.Checker.Orchestrator;

namespace Sagas.Checker.Invariants;

internal sealed class StoredAsTold()
    : Invariant("S4", "The stored state is what the history tells.", Evidence.Orchestrator)
{
    public override IEnumerable<string> NotSeen(Run run) =>
        run.Orchestrator!.Sagas.Where(saga => Script.Of(saga.Type) is null)
            .GroupBy(saga => saga.Type)
            .Select(type => $"{type.Count()} sagas of the type {type.Key}, whose steps are not known here");

    public override IEnumerable<Violation> Check(Run run)
    {
        foreach (var saga in run.Orchestrator!.Sagas)
        {
            foreach (var told in run.Orchestrator.ToldOf[(saga.Type, saga.Id)])
            {
                foreach (var fault in Faults(saga, told))
                {
                    yield return new(saga.Name, fault);
                }
            }
        }
    }

    private static IEnumerable<string> Faults(SagaRow saga, Told told)
    {
        if (told.Entries.FirstOrDefault(entry => entry.Row.State != entry.State) is { } wrong)
        {
            yield return $"Entry {wrong.Row.Sequence} ({wrong.Row.Kind} {wrong.Row.Step}) says {wrong.Row.State}; told anew, it is {wrong.State}.";
        }

        if (saga.State != told.State)
        {
            yield return $"Its row says {saga.State}; told anew, it is {told.State}.";
        }

        foreach (var fault in FaultsOfData(saga, told))
        {
            yield return fault;
        }
    }

    private static List<string> FaultsOfData(SagaRow saga, Told told)
    {
        try
        {
            using var data = JsonDocument.Parse(saga.Data);
            var stored = data.RootElement.GetProperty("saga");
            var steps = stored
                .GetProperty("steps")
                .EnumerateObject()
                .ToDictionary(step => step.Name, step => step.Value.GetProperty("status").GetString()!);
            var faults = told
                .Steps.Where(step => steps.GetValueOrDefault(step.Key) != step.Value.Status)
                .Select(step =>
                    $"Step {step.Key} is stored as {steps.GetValueOrDefault(step.Key) ?? "not asked for"}; told anew, it is {step.Value.Status}."
                )
                .ToList();
            faults.AddRange(
                steps
                    .Keys.Where(step => !told.Steps.ContainsKey(step))
                    .Select(step => $"Step {step} is stored, and its history never asked for it.")
            );
            return faults;
        }
        catch (Exception fault)
            when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [$"What is stored of it cannot be read: {fault.Message}"];
        }
    }
}
