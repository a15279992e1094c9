using System.CommandLine;

namespace Sagas.Operations.Verbs;

/// <summary>How a person names one saga.</summary>
internal sealed class SagaArgument
{
    private readonly Argument<string> _id = new("ID")
    {
        Description = "The saga's id (a GUID) or its business key, such as the order's number.",
    };

    private readonly Option<string?> _type = new("--type")
    {
        Description = "The saga's name, where sagas of several types share the id or the key.",
        HelpName = "name",
    };

    public void Declare(Command command)
    {
        command.Add(_id);
        command.Add(_type);
    }

    public string IdOrKey(ParseResult parsed) => parsed.GetRequiredValue(_id);

    public string? Type(ParseResult parsed) => parsed.GetValue(_type);
}
