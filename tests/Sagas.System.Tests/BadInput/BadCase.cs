namespace Sagas.SystemTests.BadInput;

/// <summary>An input that must be answered with a clear refusal, and must have no other effect.</summary>
/// <param name="Door">Where it comes in.</param>
/// <param name="Name">Unique at its door.</param>
internal abstract record BadCase(string Door, string Name)
{
    public sealed override string ToString() => $"{Door}: {Name}";
}
