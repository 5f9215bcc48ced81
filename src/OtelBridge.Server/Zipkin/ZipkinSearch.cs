using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Zipkin;

/// <summary>Finds traces by the parameters of Zipkin's search: one span must meet them all.</summary>
internal sealed class ZipkinSearch
{
    // Zipkin's own names for "do not ask".
    private const string All = "all";

    private static readonly string?[] Any = [null];

    private readonly ZipkinCall _call;
    private readonly ServiceTraceQuery _query;

    public ZipkinSearch(ZipkinCall call)
    {
        _call = call;
        var window = TimeWindow.Read(call, call.FindNumber(TimeWindow.End) ?? call.Now);
        var (shortest, longest) = (call.FindNumber("minDuration"), call.FindNumber("maxDuration"));
        if (longest < shortest)
        {
            throw ZipkinFormat.BadRequest("maxDuration must not be below minDuration.");
        }

        _query = new ServiceTraceQuery
        {
            Attributes = AnnotationQuery.Read(call.Find("annotationQuery")),
            StartFromUnixNano = window.FromUnixNano,
            StartBeforeUnixNano = window.BeforeUnixNano,
            // Durations are shown in whole microseconds, and one at least.
            MinDurationNano = shortest is { } min ? NanosecondsOf(min == 1 ? 0 : min) : null,
            MaxDurationNano = longest is { } max ? NanosecondsOf(max) + 999 : null,
            Limit = (int)Math.Min(call.FindNumber("limit") ?? ZipkinPages.DefaultLimit, IServiceReader.MaxTraces),
        };
    }

    /// <summary>The traces, newest start first.</summary>
    public async Task<IReadOnlyList<TraceInfo>> FindAsync()
    {
        var services = await ServicesAsync();
        var names = await NamesAsync(services);
        var peers = await PeersAsync(services);
        var found = new Dictionary<string, TraceInfo>(StringComparer.Ordinal); // bounded by the limit and the spellings of three names, mostly one each
        foreach (var query in from service in services from name in names from peer in peers select Narrow(service, name, peer))
        {
            foreach (var trace in await _call.Store.Services.FindTracesAsync(query, _call.CancellationToken))
            {
                found[trace.TraceId] = trace;
            }
        }

        return [.. found.Values.OrderByDescending(static trace => trace.StartTimeUnixNano).Take(_query.Limit)];
    }

    private ServiceTraceQuery Narrow(string? service, string? name, string? peer) => _query with
    {
        ServiceName = service,
        SpanName = name,
        Attributes = peer is null ? _query.Attributes : [.. _query.Attributes, new SpanAttributeMatch(SpanEndpoints.RemoteNames, peer)],
    };

    private async Task<IReadOnlyList<string?>> ServicesAsync()
    {
        if (FindName("serviceName") is not { } name)
        {
            return Any;
        }

        return await Spelling.ServicesAsync(_call, name);
    }

    private async Task<IReadOnlyList<string?>> NamesAsync(IReadOnlyList<string?> services)
    {
        if (FindName("spanName") is not { } name)
        {
            return Any;
        }

        var named = services is [null] ? await _call.Store.Services.ListServicesAsync([], _call.CancellationToken) : services.OfType<string>();
        return Spelling.Matching(await Spelling.OperationsAsync(_call, named), name);
    }

    private async Task<IReadOnlyList<string?>> PeersAsync(IReadOnlyList<string?> services)
    {
        if (FindName("remoteServiceName") is not { } name)
        {
            return Any;
        }

        var recent = await RecentTraces.PeersAsync(_call, services);
        return [.. Spelling.Matching(recent, name).Append(name).Distinct(StringComparer.Ordinal)];
    }

    private string? FindName(string parameter) => _call.Find(parameter) is { } name && name != All ? name : null;

    private static long NanosecondsOf(long microseconds) => Math.Min(microseconds, (long.MaxValue / 1000) - 1) * 1000;
}
