using OtelBridge;
using Patterns.Running;

namespace Patterns.Mixed;

/// <summary>Both ways in one program: a span of the client can be below a fluent one; a fluent one below a span of the client is a trace of its own.</summary>
internal static class FluentAndClient
{
    public static Task<PatternResult> RunAsync(MlflowClient client)
    {
        string works;
        using (var span = Mlflow.StartSpan("Testing!"))
        {
            works = span.TraceId;
            var child = client.StartSpan(
                "Child Span From Client",
                span.RequestId,
                span.SpanId,
                inputs: new { request = "test input" },
                attributes: [new("attribute1", "value1")]);
            client.EndSpan(span.RequestId, child.SpanId, outputs: new { response = "test output" }, attributes: [new("attribute2", "value2")]);
        }

        // A span of the client is never the current one, so what is fluent does not know it. The event source says so when it happens.
        var root = client.StartTrace("From Client");
        string other;
        using (var fluent = Mlflow.StartSpan("Fluent"))
        {
            other = fluent.TraceId;
        }

        client.EndTrace(root.TraceId);
        return PatternResult.Of(works, root.TraceId, other);
    }
}
