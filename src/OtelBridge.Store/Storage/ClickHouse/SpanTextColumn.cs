using System.Buffers;
using OtelBridge.Otlp;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>What the column <c>text</c> holds: all that a span says, folded, piece after piece.</summary>
internal static class SpanTextColumn
{
    /// <summary>Stands between two pieces. Inside a piece it is a space: no search asks for it.</summary>
    public const char Separator = '\u0001';

    public static void Append(ArrayBufferWriter<char> target, Span span)
    {
        var isFirst = true;
        foreach (var piece in SpanText.Pieces(span))
        {
            var room = target.GetSpan(piece.Length + 1);
            var at = 0;
            if (!isFirst)
            {
                room[at++] = Separator;
            }

            isFirst = false;
            for (var i = 0; i < piece.Length; i++)
            {
                room[at++] = piece[i] == Separator ? ' ' : TextFolding.Fold(piece[i]);
            }

            target.Advance(at);
        }
    }
}
