using System.Text.Json;
using OtelBridge.Otlp;
using OtelBridge.Store.TracesJson;
using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.TraceView;

/// <summary>A trace as a file of one form, for tools and for whoever wants to see everything.</summary>
/// <param name="Name">The name in its address.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Write">Writes a trace in pieces.</param>
internal sealed record TraceFile(string Name, string Title, Func<Utf8JsonWriter, Trace, IEnumerable<TraceJsonPiece>> Write)
{
    private const int SpansOfAPiece = 500;

    /// <summary>Gets the forms that the pages themselves know; the server adds those of the protocols that it speaks.</summary>
    public static IReadOnlyList<TraceFile> Own { get; } = [new("otlp", "OTLP JSON", WriteOtlp), new("mlflow", "MLflow JSON", WriteMlflow)];

    private static IEnumerable<TraceJsonPiece> WriteOtlp(Utf8JsonWriter json, Trace trace)
    {
        json.WriteStartObject();
        json.WriteStartArray("resourceSpans"u8);
        foreach (var piece in trace.ResourceSpans.SelectMany(Pieces))
        {
            OtlpJsonWriter.WriteResourceSpans(json, piece);
            yield return default;
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A scope with many spans is said again for each piece of them, which means the same.
    private static IEnumerable<ResourceSpans> Pieces(ResourceSpans group)
    {
        if (group.ScopeSpans.All(static scope => scope.Spans.Count <= SpansOfAPiece))
        {
            yield return group;
            yield break;
        }

        foreach (var scope in group.ScopeSpans)
        {
            foreach (var spans in scope.Spans.Chunk(SpansOfAPiece))
            {
                yield return new ResourceSpans
                {
                    Resource = group.Resource,
                    SchemaUrl = group.SchemaUrl,
                    ScopeSpans = { new ScopeSpans { Scope = scope.Scope, SchemaUrl = scope.SchemaUrl, Spans = { spans } } },
                };
            }
        }
    }

    private static IEnumerable<TraceJsonPiece> WriteMlflow(Utf8JsonWriter json, Trace trace)
    {
        json.WriteStartObject();
        json.WriteStartArray("spans"u8);
        foreach (var span in SpanView.Of(trace))
        {
            TracesJsonWriter.WriteSpan(json, span);
            yield return default;
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
