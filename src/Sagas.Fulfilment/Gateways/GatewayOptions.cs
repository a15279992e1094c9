using System.ComponentModel.DataAnnotations;

namespace Sagas.Fulfilment.Gateways;

/// <summary>Where a gateway is, and how patient we are with it. One set each for payments and shipping.</summary>
public sealed class GatewayOptions : IValidatableObject
{
    public const string PaymentsSection = "Sagas:Payments";
    public const string ShippingSection = "Sagas:Shipping";

    /// <summary>
    /// An absolute http or https address. Default: none, which a worker that does not call the gateway may leave so;
    /// the embedded profile puts its simulator there.
    /// </summary>
    [HttpAddress]
    public string Gateway { get; set; } = "";

    /// <summary>Seconds for one try. 1 to 60; 2.</summary>
    [Range(1, 60)]
    public int AttemptTimeoutSeconds { get; set; } = 2;

    /// <summary>Seconds for all tries together. 1 to 300; 20.</summary>
    [Range(1, 300)]
    public int TotalTimeoutSeconds { get; set; } = 20;

    /// <summary>Tries after the first. 1 to 10; 4.</summary>
    [Range(1, 10)]
    public int Retries { get; set; } = 4;

    /// <summary>Milliseconds before the second try; doubled, with jitter, before each further one. 1 to 10,000; 50.</summary>
    [Range(1, 10_000)]
    public int RetryDelayMilliseconds { get; set; } = 50;

    /// <summary>Seconds for which nothing is tried after most calls failed. 1 to 300; 5.</summary>
    [Range(1, 300)]
    public int BreakSeconds { get; set; } = 5;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AttemptTimeoutSeconds > TotalTimeoutSeconds)
        {
            yield return new(
                $"{nameof(TotalTimeoutSeconds)} is {TotalTimeoutSeconds}, shorter than one try. "
                    + $"Give at least {nameof(AttemptTimeoutSeconds)}, which is {AttemptTimeoutSeconds}.",
                [nameof(TotalTimeoutSeconds)]
            );
        }
    }
}
