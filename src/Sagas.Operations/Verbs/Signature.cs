using System.CommandLine;
using MassTransit;

namespace Sagas.Operations.Verbs;

/// <summary>The options by which a person signs what changes something: who, why, and an id that makes it happen once.</summary>
internal sealed class Signature(bool isReasonRequired = true)
{
    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why; it is kept with the deed.",
        HelpName = "text",
        Required = isReasonRequired,
    };

    private readonly Option<string> _by = new("--by")
    {
        Description = "Who asks; the user of this machine unless given.",
        HelpName = "name",
        DefaultValueFactory = _ => Environment.UserName,
    };

    private readonly Option<Guid?> _request = new("--request")
    {
        Description = "An id of your own for this request: given again, it does nothing again.",
        HelpName = "guid",
    };

    public void Declare(Command command)
    {
        command.Add(_reason);
        command.Add(_by);
        command.Add(_request);
    }

    public Signatory Read(ParseResult parsed) =>
        new(
            parsed.GetRequiredValue(_by),
            parsed.GetValue(_reason) ?? "",
            parsed.GetValue(_request) ?? NewId.NextGuid()
        );
}
