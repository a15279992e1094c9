using System.Text;

namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>Lines of a text, of which none takes more memory than <see cref="OrderFile.LongestLine"/>.</summary>
internal sealed class FileLineReader(TextReader text)
{
    private const int BlockLength = 16_384;

    private readonly char[] _block = new char[BlockLength];
    private readonly Stack<FileLine> _returned = new();
    private int _position;
    private int _length;
    private int _number;

    /// <returns>Null at the end of the text.</returns>
    public async ValueTask<FileLine?> Read(CancellationToken cancellationToken)
    {
        if (_returned.TryPop(out var returned))
        {
            return returned;
        }

        var line = new StringBuilder();
        var length = 0L;
        while (await Fill(cancellationToken))
        {
            var rest = _block.AsSpan(_position, _length - _position);
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            length += part.Length;
            if (length <= OrderFile.LongestLine)
            {
                line.Append(part);
            }

            _position += part.Length + (end < 0 ? 0 : 1);
            if (end >= 0)
            {
                return Complete(line, length);
            }
        }

        return length == 0 ? null : Complete(line, length);
    }

    /// <summary>The line is read again next.</summary>
    public void Return(FileLine line) => _returned.Push(line);

    private async ValueTask<bool> Fill(CancellationToken cancellationToken)
    {
        if (_position == _length)
        {
            _position = 0;
            _length = await text.ReadAsync(_block, cancellationToken);
        }

        return _length > 0;
    }

    private FileLine Complete(StringBuilder line, long length) =>
        new(++_number, length > OrderFile.LongestLine ? "" : line.ToString().TrimEnd('\r'), length);
}
