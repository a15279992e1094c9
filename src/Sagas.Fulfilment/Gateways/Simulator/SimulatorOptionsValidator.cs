using Microsoft.Extensions.Options;

namespace Sagas.Fulfilment.Gateways.Simulator;

[OptionsValidator]
internal sealed partial class SimulatorOptionsValidator : IValidateOptions<SimulatorOptions>;
