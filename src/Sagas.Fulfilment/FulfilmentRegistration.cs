using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.Core.Definitions;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Fulfilment.Placing;
using Sagas.Fulfilment.Returns;
using Sagas.Orchestration.Claims;
using Sagas.Orchestration.History;

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
        services.AddPlacing<PlaceOrder, OrderState>(new OrderSaga());
        services.AddPlacing<ReturnOrder, ReturnState>(new ReturnSaga());
        services.AddSingleton<GoodsArrivals>();
        return services;
    }

    private static void AddPlacing<TCommand, TData>(
        this IServiceCollection services,
        SagaDefinition<TData> saga
    )
        where TCommand : class
        where TData : class =>
        services.AddSingleton<ISagaPlacing<TCommand>>(provider => new SagaPlacing<TCommand, TData>(
            saga,
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<ISagaReader>(),
            provider.GetRequiredService<IClaimStore>(),
            provider.GetRequiredService<TimeProvider>()
        ));
}
