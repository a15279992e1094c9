namespace Sagas.Worker.Commands.Placing;

/// <param name="Line">From 1.</param>
internal sealed record UnreadableLine(int Line, string Reason);
