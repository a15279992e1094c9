namespace Sagas.TestKit.Wire;

/// <summary>A fault that happens once, to whichever connection is the next that it fits.</summary>
internal sealed class LinkAccident
{
    private const int FewestBytes = 16;

    private readonly TaskCompletionSource _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PieceFilter? _question;
    private LinkConnection? _asked;

    private LinkAccident(PieceFilter? question) => _question = question;

    public delegate bool PieceFilter(ReadOnlySpan<byte> piece);

    public Task Happened => _happened.Task;

    public static LinkAccident HalfAPiece() => new(null);

    /// <param name="question">Whether it is the answer to this piece that gets lost.</param>
    public static LinkAccident Answer(PieceFilter question) => new(question);

    /// <summary>The simple query COMMIT: a letter, a length that counts itself, the text and a zero.</summary>
    public static bool IsPostgresCommit(ReadOnlySpan<byte> piece) =>
        piece.IndexOf("Q\0\0\0\u000bCOMMIT\0"u8) >= 0;

    /// <returns>How much of the piece is passed on; less than all: the connection is cut then.</returns>
    public int Judge(LinkConnection connection, ReadOnlySpan<byte> piece, bool isToServer)
    {
        if (_question is null)
        {
            return isToServer && piece.Length >= FewestBytes ? Happens(piece.Length / 2) : piece.Length;
        }

        if (isToServer && _asked is null && _question(piece))
        {
            _asked = connection;
        }

        return !isToServer && _asked == connection ? Happens(0) : piece.Length;
    }

    private int Happens(int passes)
    {
        _happened.TrySetResult();
        return passes;
    }
}
