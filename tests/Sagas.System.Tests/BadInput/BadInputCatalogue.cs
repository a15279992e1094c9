using Sagas.SystemTests.BadInput.Amqp;
using Sagas.SystemTests.BadInput.CommandLines;
using Sagas.SystemTests.BadInput.Definitions;
using Sagas.SystemTests.BadInput.Files;
using Sagas.SystemTests.BadInput.Http;
using Sagas.SystemTests.BadInput.Patches;
using Sagas.SystemTests.BadInput.Settings;

namespace Sagas.SystemTests.BadInput;

/// <summary>All bad inputs, by the door that they come in.</summary>
/// <param name="virtualHost">Of the broker, whose name stands in some addresses.</param>
internal sealed class BadInputCatalogue(string virtualHost = "test")
{
    public const int Fewest = 300;

    /// <summary>Whether what takes minutes, or gigabytes, is part of it.</summary>
    private static readonly bool IsLongForm = Environment.GetEnvironmentVariable("SAGAS_PROOF") == "long";

    public IReadOnlyList<AmqpCase> Amqp { get; } =
    [
        .. Sagas
            .SystemTests.BadInput.Amqp.BodyCases.All.Concat(EnvelopeCases.All)
            .Concat(MessageCases.All)
            .Concat(HeaderCases.All)
            .Concat(ForgedCases.All(virtualHost))
            .Where(one => IsLongForm || !one.IsOfLongForm),
    ];

    public IReadOnlyList<HttpCase> Http { get; } =
    [.. Sagas.SystemTests.BadInput.Http.BodyCases.All, .. RequestCases.All];

    public IReadOnlyList<FileCase> Files { get; } =
    [.. CsvCases.All, .. CreditNoteCases.All, .. JsonLinesCases.All];

    public IReadOnlyList<CommandCase> CommandLines { get; } = [.. CommandCases.All, .. OperatorCases.All];

    public IReadOnlyList<SettingCase> Settings { get; } = [.. SettingCases.All];

    public IReadOnlyList<DefinitionCase> Definitions { get; } = [.. DefinitionCases.All];

    public IReadOnlyList<PatchCase> Patches { get; } = [.. PatchCases.All];

    public IEnumerable<BadCase> All =>
        [.. Amqp, .. Http, .. Files, .. CommandLines, .. Settings, .. Definitions, .. Patches];
}
