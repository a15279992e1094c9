using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Operators;

namespace Sagas.Operations.Verbs;

/// <summary>
/// <c>sagas hold</c> and <c>sagas release</c>: <c>--participant NAME</c>, <c>--saga NAME</c> or <c>--id ID</c>.
/// </summary>
public sealed class HoldVerb(bool releases)
    : Verb<HoldVerb.Asked, Outcome>(
        releases ? "release" : "hold",
        releases
            ? "Let go what was held: timers are due as much later as the hold lasted, messages go out at a limited rate."
            : "Stop commands to a participant, or of a saga type or one saga, and freeze the timers that wait for them. Workers obey within a second."
    )
{
    private readonly Option<string?> _participant = new("--participant")
    {
        Description = "What goes to this participant, such as payments.",
        HelpName = "name",
    };

    private readonly Option<string?> _saga = new("--saga")
    {
        Description = "What sagas of this name send, such as order.",
        HelpName = "name",
    };

    private readonly Option<string?> _id = new("--id")
    {
        Description = "What one saga sends: its id (a GUID) or its business key.",
        HelpName = "id",
    };

    private readonly Option<int> _rate = new("--rate")
    {
        Description =
            $"How many of the held messages go out each second, from 1 to {HoldRequest.MostPerSecond}.",
        HelpName = "count",
        DefaultValueFactory = _ => HoldRequest.DefaultPerSecond,
    };

    private readonly Signature _signature = new();

    public sealed record Asked(string? Participant, string? Saga, string? Id, int Rate, Signatory Signatory);

    protected override void Declare(Command command)
    {
        command.Add(_participant);
        command.Add(_saga);
        command.Add(_id);
        if (releases)
        {
            command.Add(_rate);
        }

        _signature.Declare(command);
    }

    protected override Asked Read(ParseResult parsed) =>
        new(
            parsed.GetValue(_participant),
            parsed.GetValue(_saga),
            parsed.GetValue(_id),
            releases ? parsed.GetValue(_rate) : HoldRequest.DefaultPerSecond,
            _signature.Read(parsed)
        );

    protected override void Validate(Asked options, IVerbSetting setting)
    {
        if (new[] { options.Participant, options.Saga, options.Id }.Count(name => name is not null) != 1)
        {
            throw new RefusedException(
                "Give one of --participant, --saga and --id.",
                RefusedException.WrongUsage
            );
        }

        if (options.Rate is < 1 or > HoldRequest.MostPerSecond)
        {
            throw new RefusedException(
                $"--rate is {options.Rate}. Give 1 to {HoldRequest.MostPerSecond}.",
                RefusedException.WrongUsage
            );
        }

        var known = setting.Catalogue.Participants.Select(participant => participant.Name).ToList();
        if (options.Participant is { } participant && !known.Contains(participant))
        {
            throw new RefusedException(
                $"No participant is named \"{participant}\". Known: {string.Join(", ", known)}.",
                RefusedException.WrongUsage
            );
        }

        if (options.Saga is { } saga)
        {
            _ = SagaLookup.Definition(setting, saga);
        }
    }

    protected override Task<Outcome> Run(
        Asked options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var (scope, name) = await Target(options, services, cancellationToken);
                var (by, reason, requestId) = options.Signatory;
                var request = new HoldRequest(requestId, scope, name, by, reason)
                {
                    PerSecond = options.Rate,
                };
                var desk = services.GetRequiredService<IHoldOperator>();
                var outcome = releases
                    ? await desk.Release(request, cancellationToken)
                    : await desk.Hold(request, cancellationToken);
                return Outcome.Of(outcome, options.Signatory);
            },
            cancellationToken
        );

    protected override void Show(Outcome result, Screen screen) => screen.Line(result.Text);

    private static async Task<(HoldScope Scope, string Name)> Target(
        Asked options,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        if (options.Id is null)
        {
            return options.Participant is { } participant
                ? (HoldScope.Participant, participant)
                : (HoldScope.SagaType, options.Saga!);
        }

        var saga = await SagaLookup.One(
            services.GetRequiredService<ISagaReader>(),
            options.Id,
            type: null,
            cancellationToken
        );
        return (HoldScope.Saga, saga.Id.ToString());
    }
}
