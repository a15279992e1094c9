namespace Sagas.Storage.Groups;

/// <summary>Writes many messages' rows in one transaction.</summary>
internal interface IGroupWriter
{
    /// <summary>All of it, or nothing.</summary>
    /// <exception cref="System.Data.Common.DbException">
    /// A key is there already, a saga has another version than it was read with, an owned timer is not there, or the database is away.
    /// </exception>
    Task Write(GroupWrites writes, CancellationToken cancellationToken);
}
