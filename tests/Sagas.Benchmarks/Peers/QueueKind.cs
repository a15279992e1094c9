namespace Sagas.Benchmarks.Peers;

/// <summary>
/// Of RabbitMQ's durable queues. Ours are quorum queues always, which write a message before they hand it out; so peers have them, too, and
/// are measured with the classic ones that are their own choice as well.
/// </summary>
internal enum QueueKind
{
    Quorum,
    Classic,
}
