namespace Sagas.SystemTests.BadInput.Patches;

/// <summary>A JSON Patch (RFC 6902) that is none, or cannot be applied to an order.</summary>
internal sealed record PatchCase(string Name, byte[] Patch, string Says) : BadCase(Doors.Patches, Name);
