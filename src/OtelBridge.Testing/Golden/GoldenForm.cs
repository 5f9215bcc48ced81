using System.Text;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Entities;
using OtelBridge.Masking;
using OtelBridge.Testing.Comparing;

namespace OtelBridge.Testing.Golden;

/// <summary>Writes a trace so that two runs of one program give the same text: without ids, times, durations, versions and stack traces, prices and chunks, keys in order.</summary>
internal sealed class GoldenForm
{
    // What differs from run to run or from machine to machine.
    private static readonly Wildcard[] Volatile =
    [
        .. ((string[])
        [
            MlflowKeys.TraceRequestId, MlflowKeys.ExperimentId, MlflowKeys.SourceRun, GenAiKeys.ResponseId, GenAiKeys.ConversationId, GenAiKeys.ResponseTimeToFirstChunk,
            OTelKeys.ExceptionStackTrace, MlflowKeys.LlmCost, GenAiKeys.Cost, MlflowKeys.ChunkCount, MlflowKeys.ChunksLeftOut, "thread.*", "process.*", "host.*", "network.*", "server.port", "client.*", "url.full", "*.version", "*_version", "*.duration", "*.duration_ms",
        ]).Select(static key => new Wildcard(key)),
    ];

    // What has a place of its own in the file.
    private static readonly HashSet<string> Placed = new(StringComparer.Ordinal)
    {
        MlflowKeys.SpanType, MlflowKeys.SpanInputs, MlflowKeys.SpanOutputs, MlflowKeys.TraceSession, MlflowKeys.TraceUser,
    };

    private readonly Wildcard[] _ignored;
    private readonly IgnoredPlaces _places;

    public GoldenForm(GoldenTraceOptions options)
    {
        _ignored = [.. options.IgnoredAttributes.Select(static key => new Wildcard(key))];
        _places = new IgnoredPlaces(options.IgnoredPaths);
    }

    public string Write(CapturedTrace trace)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, ReadableJson.Writing))
        {
            var values = new StableValues(writer, trace);
            writer.WriteStartObject();
            values.WriteText("session", IsStable(MlflowKeys.TraceSession) ? trace.Session : null);
            values.WriteText("user", IsStable(MlflowKeys.TraceUser) ? trace.User : null);
            writer.WriteStartArray("spans");
            WriteSpans(values, writer, trace.Roots);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void WriteSpans(StableValues values, Utf8JsonWriter writer, IReadOnlyList<CapturedSpan> spans)
    {
        foreach (var span in spans)
        {
            writer.WriteStartObject();
            values.WriteText("name", span.Name);
            values.WriteText("type", span.Type);
            values.WriteText("status", span.IsOpen ? "OPEN" : span.Status.ToString().ToUpperInvariant());
            values.WriteText("error", span.StatusDescription);
            WriteContent(values, "inputs", span.Inputs);
            WriteContent(values, "outputs", span.Outputs);
            WriteAttributes(values, writer, span.Attributes);
            WriteEvents(values, writer, span.Events);
            if (span.Children.Count > 0)
            {
                writer.WriteStartArray("spans");
                WriteSpans(values, writer, span.Children);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }
    }

    private void WriteContent(StableValues values, string name, JsonElement? content)
    {
        if (content is { } value)
        {
            values.Write(name, value, _places.At(name));
        }
    }

    private void WriteAttributes(StableValues values, Utf8JsonWriter writer, IReadOnlyDictionary<string, JsonElement> attributes)
    {
        var shown = attributes.Where(pair => !Placed.Contains(pair.Key) && IsStable(pair.Key)).OrderBy(static pair => pair.Key, StringComparer.Ordinal).ToList();
        if (shown.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("attributes");
        foreach (var (key, value) in shown)
        {
            values.Write(key, value, _places.At("attributes", key));
        }

        writer.WriteEndObject();
    }

    private void WriteEvents(StableValues values, Utf8JsonWriter writer, IReadOnlyList<SpanEvent> events)
    {
        // The chunks of a stream say piece by piece what the outputs say, and where a model cuts is chance.
        var shown = events.Where(static e => !e.Name.StartsWith(MlflowKeys.ChunkEventPrefix, StringComparison.Ordinal)).ToList();
        if (shown.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("events");
        foreach (var @event in shown)
        {
            writer.WriteStartObject();
            values.WriteText("name", @event.Name);
            WriteAttributes(values, writer, @event.Attributes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private bool IsStable(string key) => !Array.Exists(Volatile, pattern => pattern.Matches(key)) && !Array.Exists(_ignored, pattern => pattern.Matches(key));
}
