using Microsoft.EntityFrameworkCore.ChangeTracking;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Groups;

/// <summary>A saga's row that a message has read without a lock, and may have changed since.</summary>
internal sealed class ReadSaga(SagaRecord saga, Table table)
{
    private readonly object?[] _asRead = [.. table.Columns.Select(column => column.Read(saga))];

    public SagaRecord Saga => saga;

    /// <summary>Of the row as it was read; the commit compares both.</summary>
    public long Version { get; } = saga.Version;

    /// <inheritdoc cref="Version"/>
    public DateTimeOffset? BlockedSince { get; } = saga.BlockedSince;

    public bool IsChanged
    {
        get
        {
            for (var index = 0; index < _asRead.Length; index++)
            {
                if (!Equals(_asRead[index], table.Columns[index].Read(saga)))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The values as they were read.</summary>
    public void Restore(PropertyValues values)
    {
        for (var index = 0; index < _asRead.Length; index++)
        {
            values[table.Columns[index].Property] = _asRead[index];
        }
    }
}
