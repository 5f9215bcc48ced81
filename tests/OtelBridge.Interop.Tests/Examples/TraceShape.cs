using OtelBridge.Entities;

namespace OtelBridge.Interop.Tests.Examples;

/// <summary>A trace as an indented list: name and type of each span, and whether it failed; children by their start.</summary>
internal static class TraceShape
{
    public static IReadOnlyList<string> Of(Trace trace) => [.. SpansBelow(trace, trace.Root.ShouldNotBeNull(), string.Empty)];

    private static IEnumerable<string> SpansBelow(Trace trace, Span span, string indent) => trace
        .ChildrenOf(span)
        .SelectMany(child => SpansBelow(trace, child, indent + "  "))
        .Prepend($"{indent}{span.Name} {span.SpanType}{(span.Status == SpanStatus.Error ? " ERROR" : string.Empty)}");
}
