using OtelBridge;
using Patterns.Running;

namespace Patterns.LowLevel;

/// <summary>The places where attributes can be given: at the start, on the span, at the end.</summary>
internal static class SpanAttributes
{
    public static Task<PatternResult> RunAsync(MlflowClient client)
    {
        var parent = client.StartTrace("Parent Span", attributes: [new("attribute1", "value1"), new("attribute2", "value2")]);
        var child = client.StartSpan("Child Span", parent.RequestId, parent.SpanId, attributes: [new("attribute1", "value1"), new("attribute2", "value2")]);

        parent.SetAttribute("attribute3", "value3");
        parent.SetAttributes([new("attribute4", 4), new("attribute5", true)]);

        client.EndSpan(parent.RequestId, child.SpanId, attributes: [new("attribute1", "another value"), new("attribute2", null)]);
        client.EndTrace(parent.RequestId, attributes: [new("attribute6", new { a = 1, b = 2 })]);
        return PatternResult.Of(parent.RequestId);
    }
}
