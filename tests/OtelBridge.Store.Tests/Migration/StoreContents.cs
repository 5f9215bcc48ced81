using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Tests.Migration;

/// <summary>Everything that a small store says, in its own order.</summary>
internal sealed record StoreContents(IReadOnlyList<Experiment> Experiments, IReadOnlyList<Run> Runs, IReadOnlyList<Metric> Metrics, IReadOnlyList<Trace> Traces)
{
    public static async Task<StoreContents> ReadAsync(ITraceStore store)
    {
        var experiments = (await store.Experiments.SearchAsync(new SearchExperimentsRequest { MaxResults = 100, View = LifecycleView.All }, CancellationToken.None)).Items;
        var runs = (await store.Runs.SearchAsync(
            new SearchRunsRequest { ExperimentIds = { experiments.Select(e => e.ExperimentId) }, MaxResults = 100, View = LifecycleView.All }, CancellationToken.None)).Items;
        var metrics = new List<Metric>();
        foreach (var (run, key) in runs.SelectMany(run => run.Metrics.Select(metric => (run.RunId, metric.Key))))
        {
            metrics.AddRange((await store.Runs.GetMetricHistoryAsync(new GetMetricHistoryRequest { RunId = run, Key = key, MaxResults = 1000 }, CancellationToken.None)).Items);
        }

        var ids = new List<string>();
        var token = string.Empty;
        do
        {
            var page = await store.Reader.ListTracesAsync(70, token, CancellationToken.None);
            ids.AddRange(page.Items.Select(trace => trace.TraceId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        var traces = await store.Reader.GetTracesAsync(ids, CancellationToken.None);
        return new StoreContents(experiments, runs, metrics, [.. traces.Select(Alike)]);
    }

    // PostgreSQL keeps something else in place of a zero; and spans of one scope that start together come in an order that is the backend's own.
    private static Trace Alike(Trace trace)
    {
        foreach (var scope in trace.ResourceSpans.SelectMany(static resource => resource.ScopeSpans))
        {
            var spans = scope.Spans.OrderBy(static span => !span.ParentSpanId.IsEmpty).ThenBy(static span => span.StartTimeUnixNano)
                .ThenBy(static span => span.SpanId.ToBase64(), StringComparer.Ordinal).ToList();
            scope.Spans.Clear();
            scope.Spans.AddRange(spans);
        }

        if (trace.Info.HasRequestPreview)
        {
            trace.Info.RequestPreview = trace.Info.RequestPreview.Replace('\0', '\uFFFD');
        }

        return trace;
    }
}
