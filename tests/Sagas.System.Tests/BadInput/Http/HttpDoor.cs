using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Sagas.TestKit.Processes;

namespace Sagas.SystemTests.BadInput.Http;

/// <summary>Sends every case to a real worker over a connection of its own, byte by byte as it is: a client's library would not send half of them.</summary>
internal sealed class HttpDoor(WorkerProcess worker, Answers answers)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Task Answer(IEnumerable<HttpCase> cases) =>
        Parallel.ForEachAsync(
            cases,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (one, _) => await Answer(one)
        );

    private async Task Answer(HttpCase one)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (status, body) = await Send(one, patience.Token);
            if (status != one.Status)
            {
                answers.Wrong(one, $"expected {one.Status}, was answered {status}: {body}");
            }
            else if (one.Says is null)
            {
                answers.Right(one);
            }
            else
            {
                answers.Judge(one, ProblemsOf(body), one.Says);
            }
        }
        catch (Exception failure)
            when (failure is OperationCanceledException or IOException or SocketException)
        {
            answers.Wrong(one, $"was not answered: {failure.Message}");
        }
    }

    private async Task<(int Status, string Body)> Send(HttpCase one, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(worker.Address.Host, worker.Address.Port, cancellationToken);
        await using var stream = client.GetStream();
        var head = new StringBuilder(
            $"{one.Method} {one.Target} HTTP/1.1\r\nHost: {worker.Address.Authority}\r\nConnection: close\r\n"
        );
        foreach (var header in one.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{header}\r\n");
        }

        if (
            !one.Headers.Any(header =>
                header.StartsWith("Content-Length", StringComparison.Ordinal)
                || header.StartsWith("Transfer", StringComparison.Ordinal)
            )
        )
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {one.Body.Length}\r\n");
        }

        byte[] bytes = [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. one.Body];
        try
        {
            await stream.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException)
        {
            // The server has answered before it read everything, and closed: the answer is there.
        }

        return await Read(stream, cancellationToken);
    }

    private static async Task<(int Status, string Body)> Read(
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, cancellationToken);
        }
        catch (IOException) when (answer.Length > 0)
        {
            // Reset after the answer.
        }

        // A byte a character, for chunks count bytes.
        var text = Encoding.Latin1.GetString(answer.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            throw new IOException($"The answer is \"{text}\".");
        }

        var isChunked = text[..end]
            .Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
        var body = isChunked ? Joined(text[(end + 4)..]) : text[(end + 4)..];
        return (
            int.Parse(text.Split(' ')[1], CultureInfo.InvariantCulture),
            Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body))
        );
    }

    private static string Joined(string chunks)
    {
        var joined = new StringBuilder();
        for (var at = 0; chunks.IndexOf("\r\n", at, StringComparison.Ordinal) is > 0 and var end; )
        {
            var length = int.Parse(chunks[at..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            joined.Append(chunks, end + 2, length);
            at = end + 2 + length + 2;
            if (length == 0)
            {
                break;
            }
        }

        return joined.ToString();
    }

    /// <summary>What stands in the problem's details (RFC 9457); the whole text where it is none.</summary>
    private static string ProblemsOf(string body)
    {
        var (start, end) = (body.IndexOf('{', StringComparison.Ordinal), body.LastIndexOf('}'));
        if (start < 0 || end < start)
        {
            return body;
        }

        using var problem = JsonDocument.Parse(body[start..(end + 1)]);
        return problem.RootElement.GetProperty("detail").GetString() ?? "";
    }
}
