using System.Text.Json;
using OtelBridge;
using Patterns.Running;

namespace Patterns.Fluent;

/// <summary>What is known of an exception that ended a span: read back from the stored trace.</summary>
internal static class ProblematicSpan
{
    public static async Task<PatternResult> RunAsync(MlflowClient client)
    {
        var traceId = string.Empty;
        try
        {
            Mlflow.Trace("A Problematic Span", span =>
            {
                traceId = span.TraceId;
                span.SetInputs(new { input = "Exception should log as event" }).SetAttribute("a", "b");
                throw new InvalidOperationException("Intentionally throwing!");
            });
        }
        catch (InvalidOperationException)
        {
            // It passes through the span untouched.
        }

        await Mlflow.FlushAsync();
        var recorded = (await client.GetTraceAsync(traceId)).Spans[0].Events[0];
        var stack = Text(recorded.Attributes["exception.stacktrace"]);
        return new PatternResult(
            [traceId],
            $"{Text(recorded.Attributes["exception.type"])}: {Text(recorded.Attributes["exception.message"])}",
            $"the stack names where it was thrown: {stack.Contains($"{nameof(ProblematicSpan)}.cs", StringComparison.Ordinal)}");
    }

    private static string Text(JsonElement value) => value.GetString() ?? string.Empty;
}
