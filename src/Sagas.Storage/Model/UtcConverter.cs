using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Sagas.Storage.Model;

/// <summary>Times are kept in UTC, whatever offset they come with.</summary>
internal sealed class UtcConverter()
    : ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time);
