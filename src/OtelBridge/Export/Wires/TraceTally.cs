using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Client.Transport;
using OtelBridge.Costs;
using OtelBridge.Entities;
using OtelBridge.Entities.Json;
using OtelSpan = OtelBridge.Otlp.Span;

namespace OtelBridge.Export.Wires;

/// <summary>What was sent of one trace: how many spans, how large, with how many tokens, at what cost.</summary>
internal sealed class TraceTally
{
    // At most MaxSpans of TraceTallies, over all traces.
    private readonly Dictionary<ulong, Entry> _spans = [];
    private long _uncountedSpans;
    private long _uncountedBytes;

    /// <summary>Gets how many spans are kept in detail.</summary>
    public int Kept => _spans.Count;

    /// <summary>Adds a span; one that is there already is replaced, since a request may be sent twice.</summary>
    /// <param name="span">The span.</param>
    /// <param name="inDetail">Whether there is room to keep it.</param>
    public void Add(OtelSpan span, bool inDetail)
    {
        var id = Id(span.SpanId.Span);
        if (inDetail || _spans.ContainsKey(id))
        {
            var usage = span.Attributes.FirstOrDefault(static a => a.Key == MlflowKeys.ChatTokenUsage)?.Value;
            _spans[id] = new Entry(
                Id(span.ParentSpanId.Span), span.CalculateSize(), usage is null ? null : TokenUsageJson.Read(JsonValue.Of(usage)), SentCost.Of(span));
        }
        else
        {
            _uncountedSpans++;
            _uncountedBytes += span.CalculateSize();
        }
    }

    /// <summary>Puts what is known into the metadata that MLflow has for it.</summary>
    /// <remarks>Sizes are those of the spans as they were sent, which MLflow's client measures in JSON.</remarks>
    public void Write(IDictionary<string, string> metadata)
    {
        var sizes = _spans.Values.Select(static entry => entry.Bytes).Order().ToArray();
        if (sizes.Length == 0)
        {
            return;
        }

        var total = sizes.Sum(static size => (long)size) + _uncountedBytes;
        metadata[MlflowKeys.TraceSizeStats] = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"total_size_bytes\": {total}, \"num_spans\": {sizes.Length + _uncountedSpans}, \"max\": {sizes[^1]}, \"p25\": {Percentile(sizes, 0.25)}, \"p50\": {Percentile(sizes, 0.5)}, \"p75\": {Percentile(sizes, 0.75)}}}");
        metadata[MlflowKeys.TraceSizeBytes] = total.ToString(CultureInfo.InvariantCulture);
        if (Usage() is { } usage)
        {
            metadata[MlflowKeys.TraceTokenUsage] = string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"input_tokens\": {usage.InputTokens}, \"output_tokens\": {usage.OutputTokens}, \"total_tokens\": {usage.TotalTokens}}}");
        }

        if (Cost() is { } cost)
        {
            metadata[MlflowKeys.TraceCost] = LlmCostText.Of(cost);
        }
    }

    /// <summary>A usage counts unless an ancestor carries one, which then holds it already.</summary>
    private TokenUsage? Usage()
    {
        TokenUsage? sum = null;
        foreach (var entry in _spans.Values)
        {
            if (entry.Usage is { } usage && !IsBelow(entry, static above => above.Usage is not null))
            {
                sum = sum is null
                    ? usage
                    : new TokenUsage(sum.InputTokens + usage.InputTokens, sum.OutputTokens + usage.OutputTokens, sum.TotalTokens + usage.TotalTokens);
            }
        }

        return sum;
    }

    /// <summary>The same for cost, which is another span's where an agent says the tokens of its calls and not what they cost.</summary>
    private CostReading? Cost()
    {
        CostReading? sum = null;
        foreach (var entry in _spans.Values)
        {
            if (entry.Cost is { } cost && !IsBelow(entry, static above => above.Cost is not null))
            {
                sum = sum is { } known ? known + cost : cost;
            }
        }

        return sum;
    }

    private bool IsBelow(Entry entry, Func<Entry, bool> carries)
    {
        // No more steps than spans: bad traces may hold rings.
        for (var steps = 0; steps < _spans.Count && entry.Parent != 0 && _spans.TryGetValue(entry.Parent, out entry); steps++)
        {
            if (carries(entry))
            {
                return true;
            }
        }

        return false;
    }

    // As MLflow: between the two nearest, cut to a whole number.
    private static int Percentile(int[] sorted, double part)
    {
        var at = part * (sorted.Length - 1);
        var low = (int)at;
        return low + 1 < sorted.Length ? (int)(sorted[low] + ((at - low) * (sorted[low + 1] - sorted[low]))) : sorted[low];
    }

    private static ulong Id(ReadOnlySpan<byte> id) => id.Length == sizeof(ulong) ? System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(id) : 0;

    private readonly record struct Entry(ulong Parent, int Bytes, TokenUsage? Usage, CostReading? Cost);
}
