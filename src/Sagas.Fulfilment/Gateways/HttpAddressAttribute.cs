using System.ComponentModel.DataAnnotations;

namespace Sagas.Fulfilment.Gateways;

/// <summary>An absolute http or https address, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpAddressAttribute : ValidationAttribute
{
    public HttpAddressAttribute()
        : base("{0} is not an absolute http or https address, such as http://gateway:8080.") { }

    public override bool IsValid(object? value) =>
        value is null or ""
        || (
            Uri.TryCreate(value as string, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        );
}
