using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.Operators;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas timers fire | postpone | cancel TOKEN</c>.</summary>
public sealed class TimerRequestVerb(string name, string description, TimerAction action)
    : Verb<TimerRequestVerb.Asked, Outcome>(name, description)
{
    private readonly Argument<Guid> _token = new("TOKEN")
    {
        Description = "The timer's token, as \"sagas timers list\" shows it.",
    };

    private readonly Option<TimeSpan> _delay = new("--for")
    {
        Description =
            "How much later it is due, such as 02:00:00 for two hours or 3.00:00:00 for three days.",
        HelpName = "time",
        Required = true,
    };

    private readonly Signature _signature = new();

    public sealed record Asked(Guid Token, TimeSpan? Delay, Signatory Signatory);

    protected override void Declare(Command command)
    {
        command.Add(_token);
        if (action == TimerAction.Postpone)
        {
            command.Add(_delay);
        }

        _signature.Declare(command);
    }

    protected override Asked Read(ParseResult parsed) =>
        new(
            parsed.GetRequiredValue(_token),
            action == TimerAction.Postpone ? parsed.GetValue(_delay) : null,
            _signature.Read(parsed)
        );

    protected override Task<Outcome> Run(
        Asked options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var (by, reason, requestId) = options.Signatory;
                var request = new TimerRequest(requestId, action, options.Token, by, reason, options.Delay);
                var desk = services.GetRequiredService<ITimerOperator>();
                return Outcome.Of(await desk.Apply(request, cancellationToken), options.Signatory);
            },
            cancellationToken
        );

    protected override void Show(Outcome result, Screen screen) => screen.Line(result.Text);
}
