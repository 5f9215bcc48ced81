using OtelBridge.Grpc;
using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Server.Zipkin.Wire;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Zipkin;

/// <summary>Looks into the newest traces for what the store keeps no list of: whom services call that report nothing themselves.</summary>
internal static class RecentTraces
{
    private const int MaxForPeers = 50;
    private const int AtOnce = 16; // a store that is another process is asked once for so many
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
        foreach (var found in (await call.Store.Services.FindTracesAsync(query, call.CancellationToken)).Chunk(AtOnce))
        {
            foreach (var trace in await ReadAsync(call, [.. found.Select(static info => info.TraceId)]))
            {
                bytes += trace.CalculateSize();
                yield return [.. ZipkinFromOtlp.Convert(trace.ResourceSpans)];
                if (bytes > MaxBytes)
                {
                    yield break;
                }
            }
        }
    }

    // Where one of them cannot be read, or all are too large together, each by itself.
    private static async Task<IReadOnlyList<Trace>> ReadAsync(ZipkinCall call, IReadOnlyList<string> traceIds)
    {
        try
        {
            return await call.Store.Reader.GetTracesAsync(traceIds, call.CancellationToken);
        }
        catch (Exception e) when (e is DamagedTraceException or MessageTooLargeException)
        {
            var traces = new List<Trace>();
            foreach (var id in traceIds)
            {
                if (await call.TryReadTraceAsync(id) is { } trace)
                {
                    traces.Add(trace);
                }
            }

            return traces;
        }
    }
}
