namespace Sagas.TestKit.Wire;

/// <summary>Adds up what all connections of a tap say.</summary>
internal sealed class WireCounter
{
    private readonly Lock gate = new();
    private List<string> statements = [];
    private int roundTrips;
    private int executions;
    private int transactions;

    public WireCount Take()
    {
        lock (gate)
        {
            var taken = new WireCount(roundTrips, statements)
            {
                Executions = executions,
                Transactions = transactions,
            };
            (roundTrips, executions, transactions, statements) = (0, 0, 0, []);
            return taken;
        }
    }

    public Connection Connect() => new(this);

    /// <summary>
    /// One connection. A query or a sync asks for an answer, which ends with "ready for query"; until the last
    /// one has come, whatever the client sends rides along.
    /// </summary>
    internal sealed class Connection(WireCounter counter)
    {
        private readonly PostgresFrames client = new(startsWithStartup: true);
        private readonly PostgresFrames server = new(startsWithStartup: false);
        private int unanswered;
        private bool isAsking;

        public void FromClient(ReadOnlySpan<byte> bytes)
        {
            lock (counter.gate)
            {
                client.Read(bytes, Asked);
            }
        }

        public void FromServer(ReadOnlySpan<byte> bytes)
        {
            lock (counter.gate)
            {
                server.Read(bytes, Answered);
            }
        }

        private void Asked(char type, string text)
        {
            // The start and the password belong to the connection; a goodbye is not answered.
            if (type is PostgresFrames.Startup or 'p' or 'X')
            {
                return;
            }

            counter.roundTrips += isAsking ? 0 : 1;
            isAsking = true;
            unanswered += type is 'Q' or 'S' ? 1 : 0;
            counter.executions += type is 'Q' or 'E' ? 1 : 0;
            if (type is 'Q' or 'P')
            {
                counter.statements.Add(text);
            }
        }

        private void Answered(char type, string text)
        {
            // The first comes unasked, when the connection is made.
            if (type == 'Z' && unanswered > 0)
            {
                unanswered--;
                isAsking = unanswered > 0;
                counter.transactions += text == PostgresFrames.Idle ? 1 : 0;
            }
        }
    }
}
