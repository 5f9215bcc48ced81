using Google.Protobuf;
using OtelBridge.Identifiers;

namespace OtelBridge.Store.TracesJson;

/// <summary>Reads the ids of <c>traces.json</c> in every form that MLflow has written them.</summary>
/// <remarks>Base64 (<c>ASNFZ4mrze8=</c>); hex, after <c>0x</c> or <c>tr-</c>; hex behind the place of a trace (<c>trace:/a.b/0123…</c>).</remarks>
internal static class SpanIdText
{
    public const string HexPrefix = "0x";

    private const string PlacePrefix = "trace:/";

    /// <summary>Reads an id of a number of bytes; null when the text has none of the forms.</summary>
    public static ByteString? Read(string text, int bytes)
    {
        var id = new byte[bytes];

        // 16 and 32 hex digits are valid base64 too, only of another length.
        if (Convert.TryFromBase64String(text, id, out var written) && written == bytes)
        {
            return ByteString.CopyFrom(id);
        }

        return Hex.TryRead(WithoutPrefix(text), id) ? ByteString.CopyFrom(id) : null;
    }

    private static ReadOnlySpan<char> WithoutPrefix(string text)
    {
        if (text.StartsWith(PlacePrefix, StringComparison.Ordinal))
        {
            return text.AsSpan(text.LastIndexOf('/') + 1);
        }

        return text.StartsWith(HexPrefix, StringComparison.Ordinal) ? text.AsSpan(HexPrefix.Length)
            : text.StartsWith(TraceIdText.Prefix, StringComparison.Ordinal) ? text.AsSpan(TraceIdText.Prefix.Length)
            : text;
    }
}
