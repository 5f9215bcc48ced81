using Google.Protobuf;
using OtelBridge.Otlp;

namespace OtelBridge.Interop.Tests.Server;

/// <summary>What was sent to a store, and which of it the store has acknowledged. Thread-safe.</summary>
internal sealed class SpanLedger
{
    private readonly Lock _lock = new();

    // Bounded by what one database file of the test is sent.
    private readonly Dictionary<ByteString, Dictionary<ByteString, Span>> _sent = [];
    private readonly HashSet<(ByteString Trace, ByteString Span)> _acknowledged = [];

    public int AcknowledgedSpans
    {
        get
        {
            lock (_lock)
            {
                return _acknowledged.Count;
            }
        }
    }

    public IReadOnlyList<ByteString> TraceIds
    {
        get
        {
            lock (_lock)
            {
                return [.. _sent.Keys];
            }
        }
    }

    public void Sent(ExportTraceServiceRequest request)
    {
        lock (_lock)
        {
            foreach (var span in SpansOf(request.ResourceSpans))
            {
                if (!_sent.TryGetValue(span.TraceId, out var spans))
                {
                    _sent[span.TraceId] = spans = [];
                }

                spans.Add(span.SpanId, span);
            }
        }
    }

    public void Acknowledged(ExportTraceServiceRequest request)
    {
        lock (_lock)
        {
            foreach (var span in SpansOf(request.ResourceSpans))
            {
                _acknowledged.Add((span.TraceId, span.SpanId));
            }
        }
    }

    /// <summary>Everything that is wrong with what the store holds of a trace: lost, repeated, changed or never sent.</summary>
    public IReadOnlyList<string> Check(ByteString traceId, IEnumerable<ResourceSpans> stored, long storedCount)
    {
        lock (_lock)
        {
            var trace = Convert.ToHexStringLower(traceId.Span);

            // A round that was killed early has not come to all of its traces.
            var sent = _sent.GetValueOrDefault(traceId) ?? [];
            var faults = new List<string>();
            var seen = new HashSet<ByteString>();
            foreach (var span in SpansOf(stored))
            {
                if (!seen.Add(span.SpanId))
                {
                    faults.Add($"{trace}: {span.Name} is there twice");
                }

                if (!sent.TryGetValue(span.SpanId, out var original))
                {
                    faults.Add($"{trace}: {span.Name} was never sent");
                }
                else if (!original.Equals(span))
                {
                    faults.Add($"{trace}: {span.Name} is not as it was sent");
                }
            }

            faults.AddRange(sent
                .Where(span => _acknowledged.Contains((traceId, span.Key)) && !seen.Contains(span.Key))
                .Select(span => $"{trace}: {span.Value.Name} was acknowledged and is lost"));
            if (storedCount != seen.Count)
            {
                faults.Add($"{trace}: the record counts {storedCount} spans, {seen.Count} are there");
            }

            return faults;
        }
    }

    private static IEnumerable<Span> SpansOf(IEnumerable<ResourceSpans> resources) =>
        resources.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans);
}
