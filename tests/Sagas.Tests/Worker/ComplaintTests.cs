using Npgsql;
using Sagas.Worker.Commands;

namespace Sagas.Tests.Worker;

internal sealed class ComplaintTests
{
    [Test]
    public void A_database_that_broke_off_is_told_as_one()
    {
        var broken = new NpgsqlException("Exception while reading from stream", new EndOfStreamException());
        var failure = new InvalidOperationException("An exception has been raised.", broken);

        var complaint = Complaint.Of(failure, CancellationToken.None);

        Assert.That(complaint.Line, Does.StartWith("The database did not answer: "));
        Assert.That(complaint.ExitCode, Is.EqualTo(1));
    }
}
