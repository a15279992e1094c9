using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sagas.Fulfilment;

namespace Sagas.Tests.Fulfilment;

internal sealed class OptionsTests
{
    [TestCase("Sagas:Inventory:OpeningStock", "-1", "OpeningStock must be between 0 and 1000000000")]
    [TestCase("Sagas:Payments:Gateway", "ftp://gateway", "not an absolute http or https address")]
    [TestCase("Sagas:Payments:Gateway", "gateway:8080", "not an absolute http or https address")]
    [TestCase("Sagas:Payments:AttemptTimeoutSeconds", "0", "AttemptTimeoutSeconds must be between 1 and 60")]
    [TestCase("Sagas:Payments:TotalTimeoutSeconds", "1", "TotalTimeoutSeconds is 1, shorter than one try")]
    [TestCase("Sagas:Shipping:Retries", "11", "Retries must be between 1 and 10")]
    [TestCase(
        "Sagas:Shipping:RetryDelayMilliseconds",
        "0",
        "RetryDelayMilliseconds must be between 1 and 10000"
    )]
    [TestCase("Sagas:Shipping:BreakSeconds", "0", "BreakSeconds must be between 1 and 300")]
    [TestCase("Sagas:Simulator:ErrorPercent", "101", "ErrorPercent must be between 0 and 100")]
    [TestCase("Sagas:Simulator:ErrorCalls", "0", "ErrorCalls must be between 1 and 1000")]
    public void A_bad_value_stops_the_start(string key, string value, string sentence)
    {
        using var host = Build((key, value));

        Assert.That(
            async () => await host.StartAsync(),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains(sentence)
        );
    }

    [Test]
    public void The_defaults_are_good_and_need_no_gateway()
    {
        using var host = Build();

        Assert.That(async () => await host.StartAsync(), Throws.Nothing);
    }

    private static IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))
        );
        builder.Services.AddFulfilment(builder.Configuration);
        return builder.Build();
    }
}
