using OtelBridge.Identifiers;

namespace OtelBridge.Server.Jaeger;

/// <summary>Ids of traces as callers of Jaeger's API write them: up to 32 hex digits, or 16 bytes in base64.</summary>
internal static class JaegerTraceId
{
    private const int Bytes = 16;

    /// <summary>Reads an id as the 32 hex digits of OTLP. MLflow's form, and ids that have no OTLP form, are taken as they are.</summary>
    public static string Read(string name, string text)
    {
        if (text.Length is > 0 and <= Bytes * 2 && text.All(char.IsAsciiHexDigit))
        {
            return text.ToLowerInvariant().PadLeft(Bytes * 2, '0');
        }

        if (text.StartsWith(TraceIdText.Prefix, StringComparison.Ordinal))
        {
            return TraceIdText.TryParse(text, out var parsed) ? Hex.Write(parsed) : text;
        }

        Span<byte> bytes = stackalloc byte[Bytes + 2]; // what 24 characters may hold
        var base64 = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        return base64.Length == 22 && Convert.TryFromBase64String(base64 + "==", bytes, out var written) && written == Bytes
            ? Hex.Write(bytes[..Bytes])
            : throw JaegerCall.BadParameter(name, "a trace id is up to 32 hex digits, or 16 bytes in base64");
    }

    /// <summary>Gives the id of a trace of the store as Jaeger writes it.</summary>
    public static string Of(string traceId) => TraceIdText.TryParse(traceId, out var bytes) ? Hex.Write(bytes) : traceId;
}
