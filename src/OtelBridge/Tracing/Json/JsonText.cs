using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing.Json;

/// <summary>JSON text of anything: bounded, and it never throws.</summary>
internal static class JsonText
{
    private const string Null = "null";
    private const string CutMark = "…[truncated]";

    /// <summary>Serialises a value as it is now; later changes do not show.</summary>
    public static string Of(object? value) => Of(value, ContentSettings.Current);

    public static string Of(object? value, ContentSettings settings)
    {
        if (value is null)
        {
            return Null;
        }

        ref var quiet = ref QuietThread.Depth;
        quiet++;
        try
        {
            var buffer = JsonTextBuffer.Rent();
            new ValueWalker(buffer.Writer, settings).Write(value);
            return TextOf(buffer);
        }
        catch (Exception e)
        {
            // The buffer is not returned: its writer may stand in the middle of a value.
            BridgeEventSource.Log.SerialisationFailed(value.GetType(), e);
            return Quote(TypeName.Of(value.GetType()));
        }
        finally
        {
            quiet--;
        }
    }

    /// <summary>A JSON object of values that have names, as they are now.</summary>
    public static string OfNamed(ReadOnlySpan<JsonEncodedText> names, ReadOnlySpan<object?> values)
    {
        ref var quiet = ref QuietThread.Depth;
        quiet++;
        try
        {
            var buffer = JsonTextBuffer.Rent();
            new ValueWalker(buffer.Writer, ContentSettings.Current).WriteNamed(names, values);
            return TextOf(buffer);
        }
        catch (Exception e)
        {
            // As above.
            BridgeEventSource.Log.SerialisationFailed(typeof(object[]), e);
            return Null;
        }
        finally
        {
            quiet--;
        }
    }

    /// <summary>Cuts plain text to a number of UTF-8 bytes, with a mark at the cut.</summary>
    public static string Cut(string text, int maxBytes)
    {
        // No character takes more than three bytes of UTF-8 (a surrogate pair takes four for its two).
        if (text.Length <= maxBytes / 3)
        {
            return text;
        }

        var prefix = text.AsSpan(0, Math.Min(text.Length, maxBytes));
        if (prefix.Length == text.Length && Encoding.UTF8.GetByteCount(prefix) <= maxBytes)
        {
            return text;
        }

        var room = Math.Max(0, maxBytes - Encoding.UTF8.GetByteCount(CutMark));
        Utf8.FromUtf16(prefix, new byte[room], out var kept, out _);
        return string.Concat(prefix[..kept], CutMark);
    }

    private static string TextOf(JsonTextBuffer buffer)
    {
        buffer.Writer.Flush();
        var text = Encoding.UTF8.GetString(buffer.Written);
        buffer.Return();
        return text;
    }

    // Type names hold no character that JSON escapes, except in names made by a compiler.
    private static string Quote(string name) => $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
