using Microsoft.Extensions.Options;

namespace Sagas.Fulfilment.Participants.Inventory;

[OptionsValidator]
internal sealed partial class InventoryOptionsValidator : IValidateOptions<InventoryOptions>;
