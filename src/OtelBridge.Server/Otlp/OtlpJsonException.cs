using System.Text.Json;

namespace OtelBridge.Server.Otlp;

/// <summary>A text is not the JSON that was expected, OTLP's or Zipkin's; the message says what was expected and where, by line and column (in bytes), both from 1.</summary>
public sealed class OtlpJsonException : Exception
{
    /// <summary>Makes an exception of what is wrong and where.</summary>
    public OtlpJsonException(string message, long line, long column, Exception? innerException = null)
        : base($"{message} (line {line}, column {column})", innerException)
    {
        Line = line;
        Column = column;
    }

    /// <summary>Gets the line, from 1.</summary>
    public long Line { get; }

    /// <summary>Gets the byte in the line, from 1.</summary>
    public long Column { get; }

    internal static OtlpJsonException Of(JsonException e)
    {
        // The reader's message ends with its own wording of the place.
        var message = e.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');
        return new OtlpJsonException(message, (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1, e);
    }
}
