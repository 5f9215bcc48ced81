using System.Security.Cryptography;
using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Migration;

/// <summary>What tells two copies of a trace apart: SHA-256 over its record, its spans as they were received, what they cost, and its assessments.</summary>
internal static class TraceFingerprint
{
    /// <summary>The fingerprint of a whole trace. The order in which a store gives spans, resources and scopes does not matter.</summary>
    public static byte[] Of(Trace trace)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        CanonicalMessage.AppendTo(hash, trace.Info);
        foreach (var (place, span) in Spans(trace).OrderBy(item => item.Span.SpanId, ByteOrder.Instance))
        {
            hash.AppendData(place);
            hash.AppendData(SHA256.HashData(span.ToByteArray()));
        }

        foreach (var cost in trace.SpanCosts.OrderBy(cost => cost.SpanId, ByteOrder.Instance))
        {
            CanonicalMessage.AppendTo(hash, cost);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>The fingerprint of a message of the tracking service: a trace record, an experiment, a run.</summary>
    public static byte[] Of(IMessage message)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        CanonicalMessage.AppendTo(hash, message);
        return hash.GetHashAndReset();
    }

    /// <summary>Whether two messages say the same.</summary>
    public static bool AreSame(IMessage left, IMessage right) => left.Equals(right) || Of(left).AsSpan().SequenceEqual(Of(right));

    private static IEnumerable<(byte[] Place, Span Span)> Spans(Trace trace)
    {
        foreach (var resource in trace.ResourceSpans)
        {
            foreach (var scope in resource.ScopeSpans)
            {
                var place = PlaceOf(resource, scope);
                foreach (var span in scope.Spans)
                {
                    yield return (place, span);
                }
            }
        }
    }

    private static byte[] PlaceOf(ResourceSpans resource, ScopeSpans scope) => SHA256.HashData(
        new ResourceSpans
        {
            Resource = resource.Resource,
            SchemaUrl = resource.SchemaUrl,
            ScopeSpans = { new ScopeSpans { Scope = scope.Scope, SchemaUrl = scope.SchemaUrl } },
        }.ToByteArray());

    private sealed class ByteOrder : IComparer<ByteString>
    {
        public static ByteOrder Instance { get; } = new();

        public int Compare(ByteString? x, ByteString? y) => x!.Span.SequenceCompareTo(y!.Span); // ids are never null in a message
    }
}
