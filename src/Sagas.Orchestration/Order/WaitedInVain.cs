namespace Sagas.Orchestration.Order;

/// <summary>Payload of a message that dies although it waited: its place has to go, or it would come again from there.</summary>
internal sealed record WaitedInVain(Guid Token);
