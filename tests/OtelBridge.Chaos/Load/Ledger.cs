using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;
using OtelBridge.Identifiers;

namespace OtelBridge.Chaos.Load;

/// <summary>What was sent, and what the server said to it. Thread-safe.</summary>
internal sealed class Ledger
{
    private readonly byte[] _mark = RandomNumberGenerator.GetBytes(8);
    private readonly Lock _lock = new();

    // One small object a request: bounded by the length of the run.
    private readonly List<SentBatch> _batches = [];
    private long _next;

    /// <summary>How many requests there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _batches.Count;
            }
        }
    }

    /// <summary>Everything so far, in the order of sending.</summary>
    public IReadOnlyList<SentBatch> Batches
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches];
            }
        }
    }

    public SentBatch Add(int traces, string experimentId, DateTimeOffset start)
    {
        lock (_lock)
        {
            var batch = new SentBatch(_next, traces, experimentId, start);
            _next += traces;
            _batches.Add(batch);
            return batch;
        }
    }

    /// <summary>One of the last batches that the server has, as far as there is one.</summary>
    public SentBatch? Recent(Random random, string experimentId)
    {
        const int LookedAt = 200;
        lock (_lock)
        {
            var from = Math.Max(0, _batches.Count - LookedAt);
            var found = _batches.Skip(from).Where(batch => batch.State == SentState.Acknowledged && batch.ExperimentId == experimentId).ToList();
            return found.Count > 0 ? found[random.Next(found.Count)] : null;
        }
    }

    public ByteString TraceId(long number)
    {
        var id = new byte[16];
        _mark.CopyTo(id, 0);
        BinaryPrimitives.WriteInt64BigEndian(id.AsSpan(8), number);
        return ByteString.CopyFrom(id);
    }

    public string TraceIdOf(long number) => TraceIdText.FromBytes(TraceId(number).Span);
}
