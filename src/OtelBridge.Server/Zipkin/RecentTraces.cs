using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Server.Zipkin.Wire;
using OtelBridge.Store.Model;

namespace OtelBridge.Server.Zipkin;

/// <summary>Looks into the newest traces for what the store keeps no list of: whom services call that report nothing themselves.</summary>
internal static class RecentTraces
{
    private const int MaxForPeers = 50;
    private const long MaxBytes = 64L << 20; // of spans; what is older is not looked into

    /// <summary>Whom services called in their newest traces, spelled as the spans have it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="services">The services, spelled as the store has it; null among them for any.</param>
    public static async Task<IReadOnlyCollection<string>> PeersAsync(ZipkinCall call, IEnumerable<string?> services)
    {
        var peers = new HashSet<string>(StringComparer.Ordinal); // bounded by the spans that are looked into
        foreach (var service in services)
        {
            await foreach (var spans in ReadAsync(call, new ServiceTraceQuery { ServiceName = service, Limit = MaxForPeers }))
            {
                var calls = spans.Where(span => span.RemoteEndpoint is not null && (service is null || span.LocalEndpoint?.ServiceName == service));
                peers.UnionWith(calls.Select(static span => span.RemoteEndpoint.ServiceName));
            }
        }

        return peers;
    }

    /// <summary>Reads the spans of the newest traces, trace by trace.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<Span>> ReadAsync(ZipkinCall call, ServiceTraceQuery query)
    {
        var bytes = 0L;
        foreach (var found in await call.Store.Services.FindTracesAsync(query, call.CancellationToken))
        {
            if (await call.TryReadTraceAsync(found.TraceId) is { } trace)
            {
                bytes += trace.CalculateSize();
                yield return [.. ZipkinFromOtlp.Convert(trace.ResourceSpans)];
            }

            if (bytes > MaxBytes)
            {
                yield break;
            }
        }
    }
}
