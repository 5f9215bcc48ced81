using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Store.TracesJson;
using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Rest.Traces;

/// <summary>The spans of a trace as the file that MLflow's clients download.</summary>
internal static class TraceFile
{
    public const string Name = "traces.json";

    // A client of MLflow 2 reads back only the form that it wrote.
    private const string OldSchema = "2";

    public static async Task WriteAsync(RestCall call, Trace trace)
    {
        var spans = SpanView.Of(trace);
        if (spans.Count == 0 && TraceFacets.Tags(trace.Info).All(static tag => tag.Key != MlflowKeys.SpansLocation))
        {
            throw new GrpcException(GrpcStatusCode.NotFound, $"Trace data not found: {Name} of trace {trace.Info.TraceId} has not been uploaded.");
        }

        call.AnswerAsFile(Name);
        var isOld = trace.Info.Metadata.TryGetValue(MlflowKeys.TraceSchemaVersion, out var version) && version == OldSchema;
        if (isOld)
        {
            TracesJsonV2Writer.WriteContent(call.Json, spans);
        }

        call.Json.WriteStartArray("spans"u8);
        foreach (var span in spans)
        {
            if (isOld)
            {
                TracesJsonV2Writer.WriteSpan(call.Json, span);
            }
            else
            {
                TracesJsonWriter.WriteSpan(call.Json, span);
            }

            await call.SendLargeAsync();
        }

        call.Json.WriteEndArray();
    }
}
