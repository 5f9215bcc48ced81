using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace OtelBridge.Tracing.Json;

/// <summary>Writes a string that may not fit: as much as fits once escaped, then a mark.</summary>
/// <remarks>Looks at no more of the string than could fit, so a string of 50 MB costs no more than the bound.</remarks>
internal static class LongText
{
    public static void Write(Utf8JsonWriter writer, string text, int room)
    {
        var source = ArrayPool<byte>.Shared.Rent(room + 4);
        var escaped = ArrayPool<byte>.Shared.Rent(room + 4);
        try
        {
            // Invalid surrogates become U+FFFD here, as they would in the writer.
            Utf8.FromUtf16(text.AsSpan(0, Math.Min(text.Length, room)), source.AsSpan(0, room), out var taken, out var bytes);
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(
                source.AsSpan(0, bytes), escaped.AsSpan(0, room), out var fitting, out _, isFinalBlock: false);
            if (taken == text.Length && fitting == bytes)
            {
                writer.WriteStringValue(source.AsSpan(0, bytes));
                return;
            }

            var mark = Marks.Cut.EncodedUtf8Bytes;
            var kept = WholeCharacters(source.AsSpan(0, fitting));
            if (kept + mark.Length > source.Length)
            {
                kept = WholeCharacters(source.AsSpan(0, Math.Max(0, source.Length - mark.Length)));
            }

            mark.CopyTo(source.AsSpan(kept));
            writer.WriteStringValue(source.AsSpan(0, kept + mark.Length));
        }
        finally
        {
            // Pooled arrays go to other code of the process: what users wrote must not be found there.
            ArrayPool<byte>.Shared.Return(source, clearArray: true);
            ArrayPool<byte>.Shared.Return(escaped, clearArray: true);
        }
    }

    /// <summary>Length without a character that was cut in its middle.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> utf8)
    {
        var length = utf8.Length;
        var start = length - 1;
        while (start >= 0 && start > length - 4 && (utf8[start] & 0xC0) == 0x80)
        {
            start--;
        }

        if (start < 0)
        {
            return length;
        }

        var size = utf8[start] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
        return start + size <= length ? length : start;
    }
}
