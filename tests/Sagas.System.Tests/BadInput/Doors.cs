namespace Sagas.SystemTests.BadInput;

/// <summary>The ways in.</summary>
internal static class Doors
{
    public const string AmqpBody = "amqp body";
    public const string AmqpEnvelope = "amqp envelope";
    public const string AmqpHeaders = "amqp headers";
    public const string AmqpForged = "amqp forged";
    public const string HttpBody = "http body";
    public const string HttpRequest = "http request";
    public const string Csv = "orders csv";
    public const string CreditNotes = "returns csv";
    public const string JsonLines = "orders jsonl";
    public const string CommandLine = "command line";
    public const string Settings = "configuration";
    public const string Definitions = "definition";
    public const string Patches = "json patch";
}
