using OtelBridge.Identifiers;

namespace OtelBridge.Entities.Json;

/// <summary>Ids of OpenTelemetry in every form that MLflow has written: base64, hex digits, <c>0x…</c>, <c>tr-…</c>, <c>trace:/location/…</c>.</summary>
/// <remarks>Hex digits alone are valid base64 too; only their number tells which it is.</remarks>
internal static class OtelIdText
{
    public const int TraceIdBytes = 16;
    public const int SpanIdBytes = 8;

    private const string LocatedPrefix = "trace:/";

    /// <summary>Reads an id into its lower-case hex digits; null when it is none.</summary>
    public static string? ReadHex(string text, int bytes)
    {
        Span<byte> id = stackalloc byte[bytes];
        return Hex.TryRead(Digits(text, bytes), id) || (Convert.TryFromBase64String(text, id, out var written) && written == bytes)
            ? Hex.Write(id)
            : null;
    }

    /// <summary>Writes hex digits as base64; null when they are none.</summary>
    public static string? WriteBase64(string hex, int bytes)
    {
        Span<byte> id = stackalloc byte[bytes];
        return Hex.TryRead(hex, id) ? Convert.ToBase64String(id) : null;
    }

    private static ReadOnlySpan<char> Digits(string text, int bytes) =>
        text.StartsWith(TraceIdText.Prefix, StringComparison.Ordinal) ? text.AsSpan(TraceIdText.Prefix.Length)
        : text.StartsWith(LocatedPrefix, StringComparison.Ordinal) ? text.AsSpan(text.LastIndexOf('/') + 1)
        : text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..].PadLeft(bytes * 2, '0')
        : text;
}
