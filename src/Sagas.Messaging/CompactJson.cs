using MassTransit;

namespace Sagas.Messaging;

internal static class CompactJson
{
    /// <summary>MassTransit indents its JSON, which costs a third of the bytes.</summary>
    public static void UseCompactJson(this IBusFactoryConfigurator bus) =>
        bus.ConfigureJsonSerializerOptions(options =>
        {
            options.WriteIndented = false;
            return options;
        });
}
