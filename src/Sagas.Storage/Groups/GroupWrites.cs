namespace Sagas.Storage.Groups;

/// <summary>What the members of a group write together.</summary>
/// <param name="OwnedTimers">They must be there to be removed.</param>
/// <param name="SentMessages">Rows of the outbox that are removed along with it, whosever they were.</param>
internal sealed record GroupWrites(
    IReadOnlyList<(Table Table, IReadOnlyList<object> Rows)> Inserts,
    IReadOnlyList<ReadSaga> Sagas,
    IReadOnlyList<Guid> OwnedTimers,
    IReadOnlyList<Guid> CancelledTimers,
    IReadOnlyList<Guid> SentMessages
)
{
    public static GroupWrites Of(
        IReadOnlyList<StagedWrites> members,
        IReadOnlyList<Guid> sentMessages,
        Tables tables
    ) =>
        new(
            [
                .. members
                    .SelectMany(member => member.Added)
                    .GroupBy(row => row.GetType())
                    .Select(rows => (tables.Of(rows.Key), (IReadOnlyList<object>)[.. rows])),
            ],
            [.. members.SelectMany(member => member.Sagas).Where(saga => saga.IsChanged)],
            [.. members.SelectMany(member => member.OwnedTimers)],
            [.. members.SelectMany(member => member.CancelledTimers)],
            sentMessages
        );
}
