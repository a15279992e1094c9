using System.ComponentModel.DataAnnotations;

namespace Sagas.Worker.Configuration;

/// <summary>Where health, metrics and the API are served.</summary>
public sealed class HttpOptions
{
    public const string Section = "Sagas:Http";

    /// <summary>Default <c>http://127.0.0.1:8080</c>, reachable from this machine only. Port 0: a free one.</summary>
    [Required, Url]
    public string Address { get; set; } = "http://127.0.0.1:8080";
}
