using System.Text;
using Sagas.Fulfilment.Orders.Placing;
using Sagas.Orchestration;
using Sagas.Orchestration.Repository;

namespace Sagas.Fuzz.Targets;

/// <summary>Reads a file to its end; what waits for nothing is done at once, so no thread is needed.</summary>
internal static class FileReading
{
    public static List<T> All<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        var enumerator = items.GetAsyncEnumerator();
        try
        {
            while (Done(enumerator.MoveNextAsync().AsTask()))
            {
                all.Add(enumerator.Current);
            }
        }
        finally
        {
            _ = Done(Ended(enumerator));
        }

        return all;
    }

    public static StringReader TextOf(byte[] input) => new(Encoding.UTF8.GetString(input));

    /// <summary>Orders that pass are stored as they are; what does not pass has its line and its reason.</summary>
    public static Answer Orders(byte[] input, OrderFileFormat format)
    {
        try
        {
            var (orders, refusals) = (0, new StringBuilder());
            using var text = TextOf(input);
            foreach (var item in All(OrderFile.Read(text, format)))
            {
                switch (item)
                {
                    case OrderFileItem.Order order:
                        orders++;
                        RequireSame(order.Command);
                        break;
                    case OrderFileItem.Unreadable unreadable:
                        RequireReason(unreadable.LineNumber, unreadable.Reason);
                        refusals.Append(unreadable.Reason);
                        break;
                }
            }

            return refusals.Length > 0 ? new(false, refusals.ToString()) : new(true, $"{orders > 0}");
        }
        catch (InvalidDataException broken)
        {
            return new(false, broken.Message);
        }
    }

    public static void RequireReason(int line, string reason)
    {
        if (line < 1 || string.IsNullOrWhiteSpace(reason) || reason.Any(char.IsControl))
        {
            throw new BrokenPromiseException($"Line {line} is refused with \"{reason}\".");
        }
    }

    public static void RequireSame<T>(T command)
        where T : class
    {
        if (Fingerprint.Of(SagaJson.Read<T>(SagaJson.Write(command))) != Fingerprint.Of(command))
        {
            throw new BrokenPromiseException(
                $"A {typeof(T).Name} that was stored and read again is another one."
            );
        }
    }

    private static bool Done(Task<bool> task) =>
        task.IsCompleted
            ? task.GetAwaiter().GetResult()
            : throw new BrokenPromiseException("It waits, with all of the file at hand.");

    private static async Task<bool> Ended<T>(IAsyncEnumerator<T> enumerator)
    {
        await enumerator.DisposeAsync();
        return true;
    }
}
