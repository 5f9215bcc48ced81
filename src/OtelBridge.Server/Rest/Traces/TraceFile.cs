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

    public static async Task WriteAsync(RestCall call, Trace trace)
    {
        var spans = SpanView.Of(trace);
        if (spans.Count == 0 && TraceFacets.Tags(trace.Info).All(static tag => tag.Key != MlflowKeys.SpansLocation))
        {
            throw new GrpcException(GrpcStatusCode.NotFound, $"Trace data not found: {Name} of trace {trace.Info.TraceId} has not been uploaded.");
        }

        call.AnswerAsFile(Name);
        call.Json.WriteStartArray("spans"u8);
        foreach (var span in spans)
        {
            TracesJsonWriter.WriteSpan(call.Json, span);
            await call.SendLargeAsync();
        }

        call.Json.WriteEndArray();
    }
}
