using Microsoft.Extensions.Options;

namespace Sagas.Fulfilment.Gateways;

[OptionsValidator]
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
