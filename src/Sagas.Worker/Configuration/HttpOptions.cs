using System.ComponentModel.DataAnnotations;

namespace Sagas.Worker.Configuration;

/// <summary>Where health, metrics and the API are served.</summary>
public sealed class HttpOptions : IValidatableObject
{
    public const string Section = "Sagas:Http";

    /// <summary>
    /// One http address; port 0 takes a free one. Default <c>http://127.0.0.1:8080</c>, reachable from this machine
    /// only, for the API asks nobody who they are.
    /// </summary>
    [Required]
    public string Address { get; set; } = "http://127.0.0.1:8080";

    /// <exception cref="FormatException">It is not an address.</exception>
    internal BindingAddress Binding => BindingAddress.Parse(Address);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        IsHttp()
            ? []
            :
            [
                new(
                    $"{Section}:{nameof(Address)} is \"{Address}\". Give one http address with its port, such as http://127.0.0.1:8080.",
                    [nameof(Address)]
                ),
            ];

    private bool IsHttp()
    {
        try
        {
            return string.Equals(Binding.Scheme, Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase)
                && Binding is { PathBase.Length: 0, IsUnixPipe: false, IsNamedPipe: false }
                && Binding.Port is >= 0 and <= ushort.MaxValue;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
