using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Sagas.TestKit.Services;
using Sagas.TestKit.Wire;

namespace Sagas.SystemTests;

/// <summary>The link that chaos runs put between processes does what it is told to, and nothing before.</summary>
public sealed class When_a_link_is_bad
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly byte[] Question = "a question of some length"u8.ToArray();

    private CancellationTokenSource _stopping = null!;
    private TcpListener _echo = null!;
    private FaultyLink _link = null!;

    [SetUp]
    public void Listen()
    {
        _stopping = new CancellationTokenSource();
        _echo = new TcpListener(IPAddress.Loopback, 0);
        _echo.Start();
        _ = Echo();
        _link = FaultyLink.Start("127.0.0.1", ((IPEndPoint)_echo.LocalEndpoint).Port);
    }

    [TearDown]
    public async Task Close()
    {
        await _link.DisposeAsync();
        await _stopping.CancelAsync();
        _echo.Dispose();
        _stopping.Dispose();
    }

    [Test]
    public async Task Should_pass_everything_on_until_it_is_cut()
    {
        using var client = await Connect();
        Assert.That(await Ask(client), Is.EqualTo(Question));

        Assert.That(_link.Cut(), Is.EqualTo(1));

        Assert.That(async () => await Ask(client), Throws.InstanceOf<IOException>());
        using var next = await Connect();
        Assert.That(await Ask(next), Is.EqualTo(Question));
    }

    [Test]
    public async Task Should_hold_everything_back_and_lose_nothing_while_it_is_stalled()
    {
        using var client = await Connect();
        await Ask(client);
        _link.Stall();

        var asking = Ask(client);
        Assert.That(await Task.WhenAny(asking, Task.Delay(300)), Is.Not.EqualTo(asking));
        _link.Heal();

        Assert.That(await asking.WaitAsync(Patience), Is.EqualTo(Question));
    }

    [Test]
    public async Task Should_leave_a_client_with_nobody_when_it_is_half_open()
    {
        using var client = await Connect();
        await Ask(client);
        Assert.That(_link.HalfOpen(), Is.EqualTo(1));

        var asking = Ask(client);
        Assert.That(await Task.WhenAny(asking, Task.Delay(300)), Is.Not.EqualTo(asking));
        _link.Heal();

        Assert.That(async () => await asking.WaitAsync(Patience), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Should_be_late_and_slow_as_it_is_told()
    {
        using var client = await Connect();
        await Ask(client);
        _link.Delay(TimeSpan.FromMilliseconds(100));
        var started = Stopwatch.GetTimestamp();
        await Ask(client);
        Assert.That(
            Stopwatch.GetElapsedTime(started),
            Is.GreaterThan(TimeSpan.FromMilliseconds(190)),
            "both ways"
        );

        _link.Heal();
        _link.Limit(Question.Length * 10);
        started = Stopwatch.GetTimestamp();
        await Ask(client);
        Assert.That(
            Stopwatch.GetElapsedTime(started),
            Is.GreaterThan(TimeSpan.FromMilliseconds(190)),
            "both ways"
        );
    }

    [Test]
    public async Task Should_let_nobody_in_while_it_refuses()
    {
        using var client = await Connect();
        await Ask(client);

        _link.Refuse();

        using var next = await Connect();
        Assert.That(async () => await Ask(next), Throws.InstanceOf<IOException>());
        _link.Heal();
        using var last = await Connect();
        Assert.That(await Ask(last), Is.EqualTo(Question));
    }

    [Test]
    public async Task Should_lose_one_answer_or_half_a_piece_and_say_so()
    {
        using var client = await Connect();
        await Ask(client);
        var losing = _link.LoseAnswer(Patience);
        Assert.That(async () => await Ask(client), Throws.InstanceOf<IOException>());
        Assert.That(await losing, Is.True);

        using var next = await Connect();
        await Ask(next);
        var cutting = _link.CutInMidPiece(Patience);
        Assert.That(async () => await Ask(next), Throws.InstanceOf<IOException>());
        Assert.That(await cutting, Is.True);

        Assert.That(await _link.LoseAnswer(TimeSpan.FromMilliseconds(50)), Is.False, "nobody asked");
    }

    [Test]
    public async Task Should_hide_from_a_client_of_PostgreSQL_that_it_has_committed()
    {
        await using var database = await TestPostgres.Create();
        var direct = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var link = FaultyLink.Start(direct.Host!, direct.Port);
        // Without encryption, in which nobody can find a COMMIT.
        var linked = new NpgsqlConnectionStringBuilder(direct.ConnectionString)
        {
            Port = link.Port,
            Pooling = false,
            SslMode = SslMode.Disable,
        };
        await using var connection = new NpgsqlConnection(linked.ConnectionString);
        await connection.OpenAsync();
        await using (var create = new NpgsqlCommand("create table fact (id int)", connection))
        {
            await create.ExecuteNonQueryAsync();
        }

        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand("insert into fact values (1)", connection, transaction);
        await insert.ExecuteNonQueryAsync();
        var losing = link.LoseCommit(Patience);
        Assert.That(async () => await transaction.CommitAsync(), Throws.InstanceOf<NpgsqlException>());

        Assert.That(await losing, Is.True);
        Assert.That(await database.Count("select count(*) from fact"), Is.EqualTo(1));
    }

    private async Task<TcpClient> Connect()
    {
        var client = new TcpClient { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        await client.ConnectAsync(IPAddress.Loopback, _link.Port);
        return client;
    }

    private static async Task<byte[]> Ask(TcpClient client)
    {
        var stream = client.GetStream();
        await stream.WriteAsync(Question);
        var answer = new byte[Question.Length];
        await stream.ReadExactlyAsync(answer).AsTask().WaitAsync(Patience);
        return answer;
    }

    private async Task Echo()
    {
        try
        {
            while (true)
            {
                var client = await _echo.AcceptTcpClientAsync(_stopping.Token);
                _ = client.GetStream().CopyToAsync(client.GetStream(), _stopping.Token);
            }
        }
        catch (Exception failure)
            when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
