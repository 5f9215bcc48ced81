using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Browser.Tests.Scenes;

/// <summary>Brings scenes into a server the way everybody does: OTLP for spans, the tracking API for what people add.</summary>
public static class Stage
{
    private const int SpansPerRequest = 2_000;

    public static Task PlayAsync(this ServerUnderTest server, params IEnumerable<SceneTrace> traces) => server.Grpc.PlayAsync(traces);

    /// <summary>Sends the spans that were made so far; those sent before are known already.</summary>
    public static async Task PlayAsync(this UnaryGrpcClient client, params IEnumerable<SceneTrace> traces)
    {
        foreach (var spans in traces.SelectMany(static trace => trace.Spans).Chunk(SpansPerRequest))
        {
            await client.CallAsync(TraceServiceMethods.Export, Request(spans));
        }
    }

    /// <summary>Somebody says what they think of a trace.</summary>
    public static async Task AssessAsync(this UnaryGrpcClient client, SceneTrace trace, string name, bool isGood, string? rationale = null)
    {
        var assessment = new Assessment
        {
            TraceId = trace.Id,
            Name = name,
            SourceType = AssessmentSourceType.Human,
            SourceId = "kim@example.com",
            Feedback = new Feedback { Value = isGood ? "true" : "false" },
        };
        if (rationale is not null)
        {
            assessment.Rationale = rationale;
        }

        await client.CallAsync(TrackingServiceMethods.CreateAssessment, new CreateAssessmentRequest { Assessment = assessment });
    }

    private static ExportTraceServiceRequest Request(IEnumerable<Span> spans)
    {
        var resource = new Resource { Attributes = { new KeyValue { Key = "service.name", Value = new AnyValue { StringValue = "support-desk" } } } };
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "shop.support", Version = "1.4" } };
        scope.Spans.AddRange(spans);
        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = resource, ScopeSpans = { scope } } } };
    }
}
