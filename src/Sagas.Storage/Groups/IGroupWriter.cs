namespace Sagas.Storage.Groups;

/// <summary>Writes many messages' rows in one transaction.</summary>
internal interface IGroupWriter
{
    /// <summary>All of it, or nothing.</summary>
    /// <exception cref="System.Data.Common.DbException">A key is there already, or the database is away.</exception>
    /// <exception cref="Exception">
    /// A saga has another version than it was read with, or an owned timer is not there: a conflict, as the database or the writer tells it.
    /// </exception>
    Task Write(GroupWrites writes, CancellationToken cancellationToken);
}
