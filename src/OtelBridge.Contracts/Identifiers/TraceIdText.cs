using System.Diagnostics.CodeAnalysis;

namespace OtelBridge.Identifiers;

/// <summary>MLflow's text form of a trace id: <c>tr-</c> and the 32 lower-case hex digits of the OTLP trace id.</summary>
public static class TraceIdText
{
    /// <summary>What an MLflow 3 trace id begins with.</summary>
    public const string Prefix = "tr-";

    /// <summary>Length of the text in characters.</summary>
    public const int Length = 35;

    private const int Bytes = 16;

    /// <summary>Writes 16 bytes of an OTLP trace id as MLflow's text.</summary>
    /// <exception cref="ArgumentException">The id is not 16 bytes long.</exception>
    public static string FromBytes(ReadOnlySpan<byte> traceId)
    {
        if (traceId.Length != Bytes)
        {
            throw new ArgumentException($"A trace id is {Bytes} bytes, not {traceId.Length}.", nameof(traceId));
        }

        Span<char> text = stackalloc char[Length];
        Prefix.CopyTo(text);
        Hex.TryWrite(traceId, text[Prefix.Length..]);
        return new string(text);
    }

    /// <summary>Writes the 32 hex digits of a trace id as MLflow's text.</summary>
    public static string FromHex(string hex) => string.Concat(Prefix, hex);

    /// <summary>Reads <c>tr-</c> + 32 hex digits, or the 32 hex digits alone, in either letter case.</summary>
    /// <returns>False when the text has another form; such ids exist (MLflow 2.x), they only have no OTLP id.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? traceId)
    {
        if (text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            text = text[Prefix.Length..];
        }

        traceId = text.Length == Bytes * 2 ? new byte[Bytes] : null;
        if (traceId is not null && !Hex.TryRead(text, traceId))
        {
            traceId = null;
        }

        return traceId is not null;
    }

    /// <summary>Gives every spelling of one id the same text: hex digits alone, or in capitals, become <c>tr-</c> + lower case.</summary>
    /// <remarks>Text of another form comes back unchanged.</remarks>
    public static string Normalise(string text) =>
        TryParse(text, out var bytes) ? FromBytes(bytes) : text;
}
