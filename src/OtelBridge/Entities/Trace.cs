using System.Text.Json;
using OtelBridge.Entities.Json;

namespace OtelBridge.Entities;

/// <summary>A trace with its spans, as it is read back.</summary>
public sealed partial record Trace
{
    /// <summary>Gets what is known of the trace as a whole.</summary>
    public required TraceInfo Info { get; init; }

    /// <summary>Gets the spans: roots first, then by their start, in whatever order they are given.</summary>
    public IReadOnlyList<Span> Spans { get; init => field = SpanOrder.Sorted(value ?? []); } = [];

    /// <summary>Reads a trace from JSON text in any form that MLflow writes or has written: <c>Trace.to_json()</c> of versions 2 and 3, and what its REST API answers.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The trace.</returns>
    /// <remarks>Python's NaN and Infinity, which JSON does not have, become the texts <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>.</remarks>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the text is no JSON, or no trace.</exception>
    public static Trace FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return TraceJsonReader.Read(JsonSource.Parse(json, "trace"));
    }

    /// <summary>Reads a trace from UTF-8 JSON text; see <see cref="FromJson(string)"/>.</summary>
    /// <param name="utf8Json">The text.</param>
    /// <returns>The trace.</returns>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the text is no JSON, or no trace.</exception>
    public static Trace FromJson(ReadOnlySpan<byte> utf8Json) => TraceJsonReader.Read(JsonSource.Parse(utf8Json, "trace"));

    /// <summary>Reads a trace from a JSON value; see <see cref="FromJson(string)"/>. The document of the value may be disposed afterwards.</summary>
    /// <param name="json">The value.</param>
    /// <returns>The trace.</returns>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the value is no trace.</exception>
    public static Trace FromJson(JsonElement json) => TraceJsonReader.Read(JsonSource.Parse(json, "trace"));

    /// <summary>Writes the trace as JSON text in MLflow 3's form, <c>{"info":{…},"data":{"spans":[…]}}</c>, which MLflow's <c>Trace.from_json</c> reads.</summary>
    /// <param name="indented">Whether the text is spread over lines for people to read.</param>
    /// <returns>The text.</returns>
    /// <remarks>Ids of spans are base64, attributes are JSON texts, and the duration is cut to milliseconds, as MLflow has it.</remarks>
    public string ToJson(bool indented = false) => EntityJson.Text(this, TraceJsonWriter.Write, indented);
}
