using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Sagas.Fuzz;

/// <summary>
/// <c>--executions N --seed S</c> searches; <c>--target NAME --input BASE64</c> repeats one input; <c>--last FILE</c> repeats
/// the input that a search was reading when it died. Exit code 0: every promise was kept.
/// </summary>
internal static class Program
{
    private const long DefaultExecutions = 100_000;
    private const int DefaultSeed = 20_261_126;
    private const string DefaultLast = "artifacts/fuzz/last-input";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static int Main(string[] args)
    {
        var executions = new Option<long>("--executions") { DefaultValueFactory = _ => DefaultExecutions };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => DefaultSeed };
        var target = new Option<string?>("--target") { Description = string.Join(", ", Names()) };
        var input = new Option<string?>("--input") { Description = "As Base64." };
        var file = new Option<string>("--last") { DefaultValueFactory = _ => DefaultLast };
        var crashed = new Option<bool>("--repeat-last");
        var root = new RootCommand("Fuzzes everything that reads what others wrote.")
        {
            executions,
            seed,
            target,
            input,
            file,
            crashed,
        };
        root.SetAction(parsed =>
            parsed.GetValue(crashed) ? RepeatLast(parsed.GetRequiredValue(file))
            : parsed.GetValue(input) is { } given
                ? Repeat(parsed.GetValue(target) ?? "", Convert.FromBase64String(given))
            : Search(
                parsed.GetValue(executions),
                parsed.GetValue(seed),
                parsed.GetValue(target),
                parsed.GetRequiredValue(file)
            )
        );
        return root.Parse(args).Invoke();
    }

    private static IEnumerable<string> Names() => TargetCatalogue.Create().Select(target => target.Name);

    private static int Search(long executions, int seed, string? name, string file)
    {
        using var last = new LastInput(file);
        var targets = TargetCatalogue.Create().Where(target => name is null || target.Name == name).ToList();
        var report = new Fuzzer(targets, seed, last).Run(executions);
        foreach (var one in report.Targets)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Target, -16} {one.Executions, 10:N0} executions, {one.Accepted, 10:N0} accepted"
                )
            );
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Executions:N0} executions in {report.Took.TotalSeconds:F1} s, {report.PerSecond:N0}/s; {report.Shapes} kinds of answers; seed {report.Seed}"
            )
        );
        foreach (var violation in report.Violations)
        {
            Console.WriteLine(violation);
        }

        Console.WriteLine(JsonSerializer.Serialize(report, Json));
        return report.Violations.Count == 0 ? 0 : 1;
    }

    private static int RepeatLast(string file)
    {
        var (index, input) = LastInput.Read(file);
        var target = TargetCatalogue.Create()[index];
        Console.WriteLine(Fuzzer.Reproduce(target.Name, input));
        return Repeat(target.Name, input);
    }

    private static int Repeat(string name, byte[] input)
    {
        var target = TargetCatalogue.Create().FirstOrDefault(target => target.Name == name);
        if (target is null)
        {
            Console.WriteLine($"No target is called \"{name}\". Give one of {string.Join(", ", Names())}.");
            return 2;
        }

        var violation = Probe.Try(target, input, out var answer);
        Console.WriteLine(violation ?? $"{(answer.IsAccepted ? "Accepted" : "Refused")}: {answer.Text}");
        return violation is null ? 0 : 1;
    }
}
