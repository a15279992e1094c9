using System.CommandLine;
using System.Text.Json;
using Sagas.Operations.Screens;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas show ID</c>: everything that is stored of a saga.</summary>
public sealed class ShowSaga()
    : Verb<string, ShowSaga.Result>("show", "Show one saga: its state, its times and its data.")
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Argument<string> _id = new("ID")
    {
        Description = "The saga's id (a GUID) or its business key, such as the order's number.",
    };

    /// <summary>More than one when sagas of several types share the id or the key.</summary>
    public sealed record Result(IReadOnlyList<Details> Sagas);

    /// <param name="Entries">How many entries the history has.</param>
    /// <param name="Data">The instance, as it is stored.</param>
    public sealed record Details(SagaView View, int DefinitionVersion, long Entries, JsonElement? Data)
        : SagaView(View)
    {
        public static new Details Of(SagaRecord saga) =>
            new(SagaView.Of(saga), saga.DefinitionVersion, saga.Version, ReadJson(saga.Data));
    }

    protected override void Declare(Command command) => command.Add(_id);

    protected override string Read(ParseResult parsed) => parsed.GetRequiredValue(_id);

    protected override Task<Result> Run(
        string options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Read(
            async reader => new Result([
                .. (await SagaLookup.Find(reader, options, cancellationToken)).Select(Details.Of),
            ]),
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        foreach (var saga in result.Sagas)
        {
            screen.Show(Grids.Facts(Facts(saga)));
            screen.Line();
        }

        screen.Line(
            $"\"sagas history {result.Sagas[0].Key ?? result.Sagas[0].Id.ToString()}\" tells how it came there."
        );
    }

    private static IEnumerable<(string Name, string Value)> Facts(Details saga)
    {
        yield return ("Saga", $"{SafeText.Of(saga.Saga)}, definition {saga.DefinitionVersion}");
        yield return ("Id", saga.Id.ToString());
        yield return ("Key", SafeText.Of(saga.Key));
        yield return ("State", SafeText.Of(saga.State));
        if (saga.Reason is { } reason)
        {
            yield return ("Reason", SafeText.Of(reason));
        }

        yield return ("Started", $"{Figures.Of(saga.StartedAt)} UTC");
        yield return ("Updated", $"{Figures.Of(saga.UpdatedAt)} UTC");
        yield return saga.EndedAt is { } ended
            ? ("Ended", $"{Figures.Of(ended)} UTC, after {Figures.Of(ended - saga.StartedAt)}")
            : ("Ended", "not yet");
        yield return ("History", $"{Figures.Of(saga.Entries)} entries");
        if (saga.Data is { } data)
        {
            yield return ("Data", SafeText.OfLines(JsonSerializer.Serialize(data, Indented)));
        }
    }
}
