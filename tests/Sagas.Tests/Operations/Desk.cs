using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Operations;
using Sagas.Operations.Screens;
using Sagas.Operations.Verbs;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Tests.Core;
using Spectre.Console.Testing;

namespace Sagas.Tests.Operations;

/// <summary>Runs verbs over sagas that are given, on a screen that is remembered.</summary>
internal sealed class Desk : IVerbSetting, ISagaReader, IAcceptances, IDisposable
{
    private readonly TestConsole _console = new();
    private readonly StringWriter _raw = new();
    private readonly StringWriter _errors = new();

    public Desk(int width = 80)
    {
        _console.Profile.Width = width;
    }

    public ScriptedOperator Operator { get; } = new();

    public List<SagaRecord> Sagas { get; } = [];

    public List<HistoryRecord> Entries { get; } = [];

    /// <summary>Whatever is asked for.</summary>
    public List<Acceptance> Accepted { get; } = [];

    public Catalogue Catalogue { get; set; } = new([new VoyageSaga(VoyageSaga.Everything)], []);

    public string Shown => _console.Output;

    public string Raw => _raw.ToString();

    public string Complaints => _errors.ToString();

    public static SagaRecord Saga(string key, string state = "Completed", string? reason = null)
    {
        var started = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
        return new()
        {
            Type = "voyage",
            Id = DerivedId.OfSaga("voyage", key),
            BusinessKey = key,
            State = state,
            Reason = reason,
            Version = 3,
            Data = """{"currentState":"Completed"}""",
            StartedAt = started,
            UpdatedAt = started.AddSeconds(2),
            EndedAt = started.AddSeconds(2),
        };
    }

    public static HistoryRecord Entry(SagaRecord saga, long sequence, string kind, string? detail = null) =>
        new()
        {
            SagaType = saga.Type,
            SagaId = saga.Id,
            Sequence = sequence,
            Kind = kind,
            Step = kind == "Started" ? null : "hotel",
            State = "hotel",
            Cause = DerivedId.OfMessage(saga.Id, sequence, 0),
            MessageType = "Shop.Messages.HotelBooked",
            Message = """{"price":12}""",
            Detail = detail,
            At = saga.StartedAt.AddMilliseconds(12 * sequence),
        };

    /// <summary>Prints what a verb would print as JSON.</summary>
    public void Export(object result) => new Screen(_console, _raw, _errors).ShowJson(result);

    /// <returns>The exit code.</returns>
    public async Task<int> Run(params string[] arguments)
    {
        var root = new RootCommand();
        foreach (var verb in VerbCatalogue.Create())
        {
            root.Add(verb.Describe(this, new Screen(_console, _raw, _errors)));
        }

        return await root.Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    public async Task<RefusedException> Refusal(params string[] arguments) =>
        (await Assert.ThrowsAsync<RefusedException>(() => Run(arguments)))!;

    public void Dispose()
    {
        _console.Dispose();
        _raw.Dispose();
        _errors.Dispose();
    }

    public Task<T> Use<T>(Func<IServiceProvider, Task<T>> use, CancellationToken cancellationToken) =>
        use(
            new ServiceCollection()
                .AddSingleton<ISagaReader>(this)
                .AddSingleton<ISagaOperator>(Operator)
                .AddSingleton<IAcceptances>(this)
                .BuildServiceProvider()
        );

    public Task<IReadOnlyList<Acceptance>> Find(string idOrKey, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Acceptance>>(Accepted);

    public Task<IReadOnlyList<SagaRecord>> Owing(int limit, CancellationToken cancellationToken) =>
        Found(Sagas.Where(saga => saga.OwedSince is not null).Take(limit));

    public Task<IReadOnlyList<SagaRecord>> List(SagaFilter filter, CancellationToken cancellationToken) =>
        Found(
            Sagas
                .Where(saga => filter.Type is null || saga.Type == filter.Type)
                .Where(saga => filter.State is null || saga.State == filter.State)
                .Take(filter.Limit)
        );

    public Task<IReadOnlyList<SagaRecord>> Find(Guid id, CancellationToken cancellationToken) =>
        Found(Sagas.Where(saga => saga.Id == id));

    public Task<IReadOnlyList<SagaRecord>> FindByKey(
        string businessKey,
        CancellationToken cancellationToken
    ) => Found(Sagas.Where(saga => saga.BusinessKey == businessKey));

    public Task<IReadOnlyList<SagaRecord>> Existing(
        string type,
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    ) => Found(Sagas.Where(saga => saga.Type == type && ids.Contains(saga.Id)));

    public Task<IReadOnlyList<HistoryRecord>> History(
        string type,
        Guid id,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<HistoryRecord>>([.. Entries.Where(entry => entry.SagaId == id)]);

    public Task<IReadOnlyList<OperatorActionRecord>> Actions(
        int limit,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<OperatorActionRecord>>([]);

    public Task<IReadOnlyList<TypeCount>> CountInFlight(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TypeCount>>([
            .. Sagas
                .Where(saga => saga.EndedAt is null)
                .GroupBy(saga => saga.Type)
                .Select(sagas => new TypeCount(sagas.Key, sagas.LongCount())),
        ]);

    private static Task<IReadOnlyList<SagaRecord>> Found(IEnumerable<SagaRecord> sagas) =>
        Task.FromResult<IReadOnlyList<SagaRecord>>([.. sagas]);
}
