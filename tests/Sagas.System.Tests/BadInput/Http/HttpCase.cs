namespace Sagas.SystemTests.BadInput.Http;

/// <summary>A request.</summary>
/// <param name="Says">What must stand in the answer; null: the server itself refuses it, and says so by its status alone.</param>
internal sealed record HttpCase(
    string Door,
    string Name,
    string Method,
    string Target,
    int Status,
    string? Says
) : BadCase(Door, Name)
{
    public byte[] Body { get; init; } = [];

    /// <summary>As they stand on the wire.</summary>
    public IReadOnlyList<string> Headers { get; init; } = ["Content-Type: application/json"];
}
