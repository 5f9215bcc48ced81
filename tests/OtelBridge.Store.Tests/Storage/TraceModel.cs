using System.Buffers.Binary;
using System.Text.Json;
using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>What a store must hold of one trace, worked out in the plainest way: all spans in a dictionary, everything computed from them anew.</summary>
internal sealed class TraceModel
{
    private readonly Dictionary<long, Span> _spans = [];

    public IEnumerable<Span> Spans => _spans.Values;

    /// <summary>The state, the name and so on that follow from the spans; trace id and experiment are left to the caller.</summary>
    public TraceInfo Info()
    {
        var roots = Spans.Where(IsRoot).OrderBy(s => HasParent(s)).ThenBy(s => s.StartTimeUnixNano).ThenBy(Id).ToList();
        var info = new TraceInfo
        {
            State = roots.Count == 0 || roots[0].EndTimeUnixNano == 0 ? TraceState.InProgress
                : roots[0].Status.Code == Status.Types.StatusCode.Error ? TraceState.Error : TraceState.Ok,
            Name = roots.Count == 0 ? string.Empty : roots[0].Name,
            StartTimeUnixNano = Spans.Min(s => s.StartTimeUnixNano),
            SpanCount = _spans.Count,
        };
        if (Spans.Where(s => s.EndTimeUnixNano != 0).Select(s => s.EndTimeUnixNano).DefaultIfEmpty().Max() is > 0 and var end)
        {
            info.DurationNano = (long)(end - info.StartTimeUnixNano);
        }

        if (roots.Count > 0 && Text(roots[0], "mlflow.spanInputs") is { } inputs)
        {
            info.RequestPreview = inputs;
        }

        foreach (var attribute in Enumerable.Reverse(roots).SelectMany(root => root.Attributes)) // the best root last: it has the last word
        {
            if (attribute.Key.StartsWith("mlflow.trace.tag.", StringComparison.Ordinal))
            {
                info.Tags[attribute.Key["mlflow.trace.tag.".Length..]] = attribute.Value.StringValue;
            }
            else if (attribute.Key.StartsWith("mlflow.trace.metadata.", StringComparison.Ordinal))
            {
                info.Metadata[attribute.Key["mlflow.trace.metadata.".Length..]] = attribute.Value.StringValue;
            }
        }

        var counted = Spans.Where(s => Tokens(s) is not null && !HasAncestor(s, above => Tokens(above) is not null)).Select(s => Tokens(s)!.Value).ToList();
        if (Spans.Any(s => Tokens(s) is not null))
        {
            info.TokenUsage = new TokenUsage { InputTokens = counted.Sum(), OutputTokens = 0, TotalTokens = counted.Sum() };
        }

        var priced = Spans.Where(s => Cost(s) is not null && !HasAncestor(s, above => Cost(above) is not null)).ToList();
        if (priced.Count > 0)
        {
            info.Cost = new Cost { Total = priced.Sum(s => Cost(s)!.Value), UnpricedSpans = Spans.Count(IsUnpriced) };
        }

        return info;
    }

    /// <summary>The last copy of a span counts, but one without an end never replaces one with an end.</summary>
    public void Add(Span span)
    {
        if (!_spans.TryGetValue(Id(span), out var before) || before.EndTimeUnixNano == 0 || span.EndTimeUnixNano != 0)
        {
            _spans[Id(span)] = span.Clone();
        }
    }

    private static long Id(Span span) => BinaryPrimitives.ReadInt64BigEndian(span.SpanId.Span);

    private static bool HasParent(Span span) => !span.ParentSpanId.IsEmpty;

    private static bool IsRoot(Span span) => !HasParent(span) || (span.Flags & 0x300) == 0x300;

    private static string? Text(Span span, string key) => span.Attributes.LastOrDefault(a => a.Key == key)?.Value.StringValue;

    private static long? Tokens(Span span) => Text(span, "mlflow.chat.tokenUsage") is { } json
        ? JsonDocument.Parse(json).RootElement.GetProperty("input_tokens").GetInt64()
        : null;

    // The tests send whole dollars.
    private static long? Cost(Span span) => span.Attributes.FirstOrDefault(a => a.Key == "gen_ai.usage.cost") is { } cost ? cost.Value.IntValue * 1_000_000_000_000 : null;

    private bool IsUnpriced(Span span) => Tokens(span) is not null && Cost(span) is null && !HasAncestor(span, above => Cost(above) is not null)
        && !Spans.Any(below => (Tokens(below) is not null || Cost(below) is not null) && HasAncestor(below, above => above.SpanId.Equals(span.SpanId)));

    private bool HasAncestor(Span span, Func<Span, bool> isWanted)
    {
        var seen = new HashSet<long>();
        for (var at = span; HasParent(at) && at.ParentSpanId != at.SpanId;)
        {
            if (!_spans.TryGetValue(BinaryPrimitives.ReadInt64BigEndian(at.ParentSpanId.Span), out var parent) || !seen.Add(Id(parent)))
            {
                return false;
            }

            if (isWanted(parent))
            {
                return true;
            }

            at = parent;
        }

        return false;
    }
}
