using Microsoft.EntityFrameworkCore.Metadata;

namespace Sagas.Storage.Model;

/// <summary>
/// Every key is given by the code that adds the row. A key that the database made up would be another one
/// after a retry, and reading it back would cost a round trip.
/// </summary>
internal static class ClientKeys
{
    public static void Apply(IMutableModel model)
    {
        foreach (var property in model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            if (property.IsPrimaryKey())
            {
                property.ValueGenerated = ValueGenerated.Never;
            }
        }
    }
}
