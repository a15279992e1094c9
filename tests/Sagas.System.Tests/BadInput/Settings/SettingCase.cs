namespace Sagas.SystemTests.BadInput.Settings;

/// <summary>A setting that is not one, or has a value that it may not have.</summary>
internal sealed record SettingCase(string Name, string Key, string Value, string Says)
    : BadCase(Doors.Settings, Name);
