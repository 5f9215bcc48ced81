using Patterns.Fluent;
using Patterns.LowLevel;
using Patterns.Mixed;

namespace Patterns.Running;

/// <summary>All patterns, in the order of the guides.</summary>
internal static class PatternCatalog
{
    public static IReadOnlyList<Pattern> All { get; } =
    [
        new("first-trace", "A trace and its spans, started and ended by their ids", FirstTrace.RunAsync),
        new("error-handling", "Every span is ended, whatever is thrown", RiskyOperation.RunAsync),
        new("custom-ids", "Traces under the business's own ids", CustomTraceManager.RunAsync),
        new("batch", "A batch with a span for each item and each step", BatchProcessor.RunAsync),
        new("traced-span", "A helper that ends its span with the block", TracedSpan.RunAsync),
        new("trace-state", "A stack of spans that the parts of a program share", TraceStateManager.RunAsync),
        new("attributes", "Attributes in every place where they can be given", SpanAttributes.RunAsync),
        new("trace-data", "Stored traces searched, read, tagged and deleted", TraceData.RunAsync),
        new("functions", "Functions traced, the inner ones below the outer", TracedFunctions.RunAsync),
        new("do-math", "A block of code as a span, with traced functions inside", DoMath.RunAsync),
        new("wrapping", "Functions of others, wrapped where they are called", FunctionWrapping.RunAsync),
        new("pipeline", "Extract, transform and load as three spans", DataPipeline.RunAsync),
        new("previews", "What the lists of traces show of a request and its response", CustomPreviews.RunAsync),
        new("run", "Traces that belong to a run", RunAssociation.RunAsync),
        new("exception", "The stack trace of what went wrong, read back", ProblematicSpan.RunAsync),
        new("mixed", "A span of the client below a fluent one, and what the reverse does", FluentAndClient.RunAsync),
    ];
}
