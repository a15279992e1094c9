namespace Sagas.Tests.Conformance;

/// <param name="Log">The notes of the answers show in which order they came.</param>
public sealed record Expedition(Guid ExpeditionId, string Name, int Price, string Log);

public sealed record SetOut(string Name, int Price);

public sealed record SettingOut(Guid ExpeditionId, string Name);

public sealed record AskForPermit(Guid ExpeditionId, Guid Key);

public sealed record PermitGiven(Guid ExpeditionId, Guid Key, string Note);

public sealed record PermitDenied(Guid ExpeditionId, Guid Key, string Why);

public sealed record ReturnPermit(Guid ExpeditionId, Guid Key);

public sealed record PermitReturned(Guid ExpeditionId, Guid Key);

public sealed record PermitIsSlow(Guid ExpeditionId);

public sealed record Hire(Guid ExpeditionId, Guid Key, string What, int Price);

public sealed record Hired(Guid ExpeditionId, Guid Key, string Note);

public sealed record HireRefused(Guid ExpeditionId, Guid Key, string Why);

public sealed record Dismiss(Guid ExpeditionId, Guid Key, string What);

public sealed record Dismissed(Guid ExpeditionId, Guid Key);

public sealed record Depart(Guid ExpeditionId, Guid Key);

public sealed record Departed(Guid ExpeditionId, Guid Key, string Note);

public sealed record DepartureRefused(Guid ExpeditionId, Guid Key, string Why);

public sealed record FileReport(Guid ExpeditionId, Guid Key, string What, string Log);

public sealed record ReportFiled(Guid ExpeditionId, Guid Key, string Note);

public sealed record ReportIsDue(Guid ExpeditionId);

public sealed record ExpeditionEnded(Guid ExpeditionId, string Log);

public sealed record ExpeditionUndone(Guid ExpeditionId, string Why);
