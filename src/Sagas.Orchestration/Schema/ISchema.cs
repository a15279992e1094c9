namespace Sagas.Orchestration.Schema;

/// <summary>The database and its tables, as the host sees them before it runs.</summary>
public interface ISchema
{
    /// <summary>The migrations that this build brings and the database does not have, oldest first.</summary>
    /// <exception cref="DatabaseUnavailableException">
    /// It cannot be reached, refuses the user, or does not exist on a server where it would have to be created first.
    /// </exception>
    Task<IReadOnlyList<string>> Pending(CancellationToken cancellationToken);

    /// <summary>
    /// Creates the database if it is missing and applies what is pending, oldest first, each in a transaction where
    /// the database allows it. Several hosts may call it at once; a second call does nothing.
    /// </summary>
    /// <returns>The migrations that were applied.</returns>
    /// <exception cref="DatabaseUnavailableException">As <see cref="Pending"/>, or the user may not change tables.</exception>
    Task<IReadOnlyList<string>> Migrate(CancellationToken cancellationToken);
}
