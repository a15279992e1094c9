using System.Text.Json;
using System.Text.Json.Serialization;
using Sagas.Checker;
using Sagas.Checker.Description;
using Sagas.Checker.Reports;

const int Holds = 0;
const int Violated = 1;
const int Unreadable = 2;

if (args is not ([_] or [_, "--json", _]))
{
    Console.Error.WriteLine(
        "Give the description of a run, and where its report goes: RUN.json [--json FILE]"
    );
    return Unreadable;
}

try
{
    var started = TimeProvider.System.GetTimestamp();
    var run = await Run.Read(args[0]);
    var report = Report.Of(run, Catalogue.All, TimeProvider.System, started);
    Console.Write(ReportTable.Of(report));
    if (args is [_, _, var file])
    {
        var format = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };
        File.WriteAllText(file, JsonSerializer.Serialize(report, format) + "\n");
    }

    return report.Passed ? Holds : Violated;
}
catch (Exception fault) when (fault is UnreadableException or IOException)
{
    Console.Error.WriteLine(fault.Message);
    return Unreadable;
}
