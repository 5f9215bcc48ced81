using OtelBridge.Entities;
using Span = OtelBridge.Otlp.Span;

namespace OtelBridge.Export.Wires;

/// <summary>What was sent of the latest traces, for their records: batches cut traces apart. Thread-safe.</summary>
internal sealed class TraceTallies
{
    /// <summary>The traces that were added to least recently make room.</summary>
    private const int MaxTraces = 4096;

    private const int MaxSpans = 100_000;

    private readonly Lock _gate = new();

    // Both at most MaxTraces; the oldest first.
    private readonly LinkedList<(string Id, TraceTally Tally)> _order = new();
    private readonly Dictionary<string, LinkedListNode<(string Id, TraceTally Tally)>> _byId = new(StringComparer.Ordinal);
    private int _kept;

    /// <summary>Adds the spans of a request that was taken; a second time changes nothing.</summary>
    public void Add(IEnumerable<Span> spans)
    {
        lock (_gate)
        {
            foreach (var span in spans)
            {
                var tally = Of(ParcelParts.TraceIdOf(span));
                while (_kept >= MaxSpans && _order.First is { } oldest && oldest.Value.Tally != tally)
                {
                    Remove(oldest);
                }

                _kept -= tally.Kept;
                tally.Add(span, _kept < MaxSpans);
                _kept += tally.Kept;
            }
        }
    }

    /// <summary>The record with what is known of the whole trace.</summary>
    public TraceInfo Complete(TraceInfo record)
    {
        var metadata = new Dictionary<string, string>(record.TraceMetadata, StringComparer.Ordinal);
        lock (_gate)
        {
            if (_byId.TryGetValue(record.TraceId, out var node))
            {
                node.Value.Tally.Write(metadata);
            }
        }

        return record with { TraceMetadata = metadata };
    }

    private TraceTally Of(string id)
    {
        if (_byId.TryGetValue(id, out var node))
        {
            _order.Remove(node);
        }
        else
        {
            if (_order.Count >= MaxTraces)
            {
                Remove(_order.First!);
            }

            node = new LinkedListNode<(string Id, TraceTally Tally)>((id, new TraceTally()));
            _byId.Add(id, node);
        }

        _order.AddLast(node);
        return node.Value.Tally;
    }

    private void Remove(LinkedListNode<(string Id, TraceTally Tally)> node)
    {
        _kept -= node.Value.Tally.Kept;
        _order.Remove(node);
        _byId.Remove(node.Value.Id);
    }
}
