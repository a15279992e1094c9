namespace Sagas.Operations.Verbs;

/// <summary>Who asks for a change and why. The same request id acts once.</summary>
public sealed record Signatory(string By, string Reason, Guid RequestId);
