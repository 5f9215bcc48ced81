using System.Text.Json;
using OtelBridge.Entities;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>Short ways to what the tests look at in traces.</summary>
internal static class SpanExtensions
{
    private const string ExceptionEvent = "exception";

    /// <summary>The spans as an indented list of types and names; children by their starts.</summary>
    public static IReadOnlyList<string> Tree(this Trace trace)
    {
        var ids = trace.Spans.Select(static span => span.SpanId).ToHashSet(StringComparer.Ordinal);
        return [.. trace.Spans.Where(span => span.ParentId is null || !ids.Contains(span.ParentId)).SelectMany(span => Below(trace, span, ""))];
    }

    /// <summary>An attribute as text; null when it is not there.</summary>
    public static string? Text(this Span span, string key) => span.Attributes.TryGetValue(key, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;

    /// <summary>What a span says of an exception: its type and message; null without one.</summary>
    public static (string? Type, string? Message)? Exception(this Span span) => span.Events.SingleOrDefault(static happened => happened.Name == ExceptionEvent) is { } thrown
        ? (thrown.Attributes["exception.type"].GetString(), thrown.Attributes["exception.message"].GetString())
        : null;

    /// <summary>The message of the first choice of a span's output.</summary>
    public static JsonElement Answer(this Span span) => span.Outputs!.Value.GetProperty("choices")[0].GetProperty("message");

    /// <summary>The text of that message.</summary>
    public static string? AnswerText(this Span span) => span.Answer().GetProperty("content").GetString();

    private static IEnumerable<string> Below(Trace trace, Span span, string indent) => trace
        .ChildrenOf(span)
        .SelectMany(child => Below(trace, child, indent + "  "))
        .Prepend($"{indent}{span.SpanType} {span.Name}{(span.Status == SpanStatus.Error ? " ERROR" : "")}");
}
