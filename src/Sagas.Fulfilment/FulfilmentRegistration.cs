using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Orders.Placing;
using Sagas.Fulfilment.Participants.Inventory;

namespace Sagas.Fulfilment;

public static class FulfilmentRegistration
{
    /// <summary>What the participants need beside the bus and the storage.</summary>
    public static IServiceCollection AddFulfilment(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services
            .AddOptions<InventoryOptions>()
            .Bind(configuration.GetSection(InventoryOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<InventoryOptions>, InventoryOptionsValidator>();
        services
            .AddOptions<SimulatorOptions>()
            .Bind(configuration.GetSection(SimulatorOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<SimulatorOptions>, SimulatorOptionsValidator>();
        services.AddGateway<PaymentGateway>(
            PaymentGateway.Name,
            configuration.GetSection(GatewayOptions.PaymentsSection)
        );
        services.AddGateway<CarrierGateway>(
            CarrierGateway.Name,
            configuration.GetSection(GatewayOptions.ShippingSection)
        );
        services.AddSingleton<OrderPlacing>();
        return services;
    }
}
