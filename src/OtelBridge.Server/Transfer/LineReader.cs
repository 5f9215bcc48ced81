using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace OtelBridge.Server.Transfer;

/// <summary>Cuts a stream into lines, holding one at a time.</summary>
internal static class LineReader
{
    /// <summary>The longest line: a trace at the most that a server sends, in JSON.</summary>
    private const long MaxLine = 1024L * 1024 * 1024;

    /// <summary>Gives the number of each line from 1, its text without line end, and where the next one begins. A text is valid until the next is asked for.</summary>
    /// <remarks>A file whose first line only opens an object or a list is one text over many lines, and is given whole.</remarks>
    public static async IAsyncEnumerable<(long Line, ReadOnlyMemory<byte> Text, long End)> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, minimumReadSize: 16 * 1024));
        var (line, end, searched) = (0L, 0L, 0L);
        var isWhole = false;
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (NextLine(ref rest, ref searched, ref isWhole, isFirst: line == 0, isEnd: read.IsCompleted) is { } text)
            {
                end = end + text.Length + 1;
                yield return (++line, text.IsSingleSegment ? text.First : text.ToArray(), end);
            }

            if (rest.Length > MaxLine)
            {
                throw new TransferException($"Line {line + 1} is longer than {MaxLine} bytes; it is no trace.");
            }

            pipe.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        await pipe.CompleteAsync();
    }

    // What was searched before is not searched again: a long line comes in thousands of pieces.
    private static ReadOnlySequence<byte>? NextLine(ref ReadOnlySequence<byte> rest, ref long searched, ref bool isWhole, bool isFirst, bool isEnd)
    {
        if (!isWhole && rest.Slice(searched).PositionOf((byte)'\n') is { } lineEnd)
        {
            var text = rest.Slice(0, lineEnd);
            isWhole = isFirst && IsOpening(text);
            if (!isWhole)
            {
                rest = rest.Slice(rest.GetPosition(1, lineEnd));
                searched = 0;
                return text;
            }
        }

        searched = rest.Length;
        if (!isEnd || rest.IsEmpty)
        {
            return null;
        }

        var last = rest;
        rest = rest.Slice(rest.End);
        searched = 0;
        return last;
    }

    private static bool IsOpening(ReadOnlySequence<byte> line)
    {
        const int Longest = 16; // a bracket, blanks and a byte order mark
        return line.Length <= Longest && line.ToArray().AsSpan().Trim("\uFEFF \t\r"u8) is [(byte)'{' or (byte)'['];
    }
}
