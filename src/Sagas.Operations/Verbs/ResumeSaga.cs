using System.CommandLine;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Operators;

namespace Sagas.Operations.Verbs;

/// <summary>
/// <c>sagas resume ID</c> or <c>--all-late</c>: asks again for what is waited for, or was given up; the participant's key makes
/// it safe.
/// </summary>
public sealed class ResumeSaga()
    : Verb<ResumeSaga.Asked, ResumeSaga.Result>(
        "resume",
        "Ask again for what a saga waits for, or what was given up. The step's key makes it safe."
    )
{
    private const int MostAtOnce = 10_000;
    private const int DefaultPerSecond = 50;

    private readonly Argument<string?> _id = new("ID")
    {
        Description = "The saga's id (a GUID) or its business key, such as the order's number.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _type = new("--type")
    {
        Description = "The saga's name, where sagas of several types share the id or the key.",
        HelpName = "name",
    };

    private readonly Option<bool> _allLate = new("--all-late")
    {
        Description = $"All that \"sagas late\" lists, at most {MostAtOnce} at once.",
    };

    private readonly Option<int> _rate = new("--rate")
    {
        Description = $"How many each second, from 1 to {MostAtOnce}.",
        HelpName = "count",
        DefaultValueFactory = _ => DefaultPerSecond,
    };

    private readonly Signature _signature = new();

    public sealed record Asked(string? IdOrKey, string? Type, bool AllLate, int Rate, Signatory Signatory);

    public sealed record Result(IReadOnlyList<string> Outcomes);

    protected override void Declare(Command command)
    {
        command.Add(_id);
        command.Add(_type);
        command.Add(_allLate);
        command.Add(_rate);
        _signature.Declare(command);
    }

    protected override Asked Read(ParseResult parsed) =>
        new(
            parsed.GetValue(_id),
            parsed.GetValue(_type),
            parsed.GetValue(_allLate),
            parsed.GetValue(_rate),
            _signature.Read(parsed)
        );

    protected override void Validate(Asked options, IVerbSetting setting)
    {
        if (options.AllLate == options.IdOrKey is not null)
        {
            throw new RefusedException(
                "Give the ID of one saga, or --all-late.",
                RefusedException.WrongUsage
            );
        }

        if (options.Rate is < 1 or > MostAtOnce)
        {
            throw new RefusedException(
                $"--rate is {options.Rate}. Give 1 to {MostAtOnce}.",
                RefusedException.WrongUsage
            );
        }
    }

    protected override Task<Result> Run(
        Asked options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            services =>
                options.AllLate
                    ? All(options, services, cancellationToken)
                    : One(options, services, cancellationToken),
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        foreach (var outcome in result.Outcomes)
        {
            screen.Line(outcome);
        }

        if (result.Outcomes.Count == 0)
        {
            screen.Line("No saga is late.");
        }
    }

    private static async Task<Result> One(
        Asked options,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        var saga = await SagaLookup.One(
            services.GetRequiredService<ISagaReader>(),
            options.IdOrKey!,
            options.Type,
            cancellationToken
        );
        var (by, reason, requestId) = options.Signatory;
        var outcome = await services
            .GetRequiredService<ISagaOperator>()
            .Apply(new(requestId, OperatorAction.Resume, saga.Type, saga.Id, by, reason), cancellationToken);
        return new([Outcome.Of(outcome, options.Signatory).Text]);
    }

    /// <summary>Each is a request of its own; those that went on meanwhile are told and passed over.</summary>
    private static async Task<Result> All(
        Asked options,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        var desk = services.GetRequiredService<ISagaOperator>();
        var time = services.GetRequiredService<TimeProvider>();
        var outcomes = new List<string>();
        var late = await services
            .GetRequiredService<ILateSagas>()
            .Find(MostAtOnce, after: null, cancellationToken);
        foreach (var batch in late.Chunk(options.Rate))
        {
            if (outcomes.Count > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            }

            foreach (var (saga, _, _, _, _) in batch)
            {
                var outcome = await desk.Apply(
                    new(
                        NewId.NextGuid(),
                        OperatorAction.Resume,
                        saga.Type,
                        saga.Id,
                        options.Signatory.By,
                        options.Signatory.Reason
                    ),
                    cancellationToken
                );
                outcomes.Add(
                    outcome.IsDone
                        ? outcome.Text
                        : $"{saga.BusinessKey ?? saga.Id.ToString()}: {outcome.Text}"
                );
            }
        }

        return new(outcomes);
    }
}
