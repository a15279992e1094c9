using MassTransit;
using Sagas.TestKit.Services;

namespace Sagas.Tests.Messaging;

/// <summary>Trips that want to begin, so many at once.</summary>
internal static class Beginnings
{
    public const string Queue = "trip-saga";

    public static Task Publish(TestBroker broker, int count, string queue = Queue) =>
        broker.PublishAll(
            queue,
            Enumerable.Range(0, count).Select(Envelope),
            "application/vnd.masstransit+json"
        );

    private static string Envelope(int index) =>
        $$"""
            {"messageId":"{{NewId.NextGuid()}}","messageType":["urn:message:Sagas.Tests.Orchestration:BookTrip"],
             "message":{"key":"B-{{index}}","nights":1} }
            """;
}
