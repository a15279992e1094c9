namespace Sagas.Orchestration.DeadLetters;

/// <summary>What is in a dead letter, apart from the index, which is read often and should stay small.</summary>
public sealed class DeadLetterBodyRecord
{
    /// <summary>The letter's.</summary>
    public required Guid Id { get; init; }

    /// <summary>At most 128 characters.</summary>
    public string? ContentType { get; init; }

#pragma warning disable CA1819 // EF Core maps bytes as an array.
    public required byte[] Body { get; set; }

    /// <summary>What is sent in its place; null: nobody edited it.</summary>
    public byte[]? EditedBody { get; set; }
#pragma warning restore CA1819

    /// <summary>As JSON: name to text.</summary>
    public required string Headers { get; set; }

    /// <summary>Headers that are sent with it, as JSON: name to text, or null for one that is not sent. Null: nobody edited them.</summary>
    public string? EditedHeaders { get; set; }

    /// <summary>Of the exception, our own code first.</summary>
    public required string Stack { get; set; }
}
