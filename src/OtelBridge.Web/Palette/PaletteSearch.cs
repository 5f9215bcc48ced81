using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Experiments;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Palette;

/// <summary>What the store has under a text that somebody types: experiments and runs by name, traces and sessions by id.</summary>
internal sealed class PaletteSearch(ITraceStore store)
{
    public const int MaxLength = 200;

    private const int MaxHits = 6; // of a group
    private const int MaxRunExperiments = 100; // runs are looked for in the latest experiments

    public async Task<IReadOnlyList<PaletteHit>> FindAsync(string text, CancellationToken cancellationToken)
    {
        var part = text.Trim();
        if (part.Length > MaxLength)
        {
            return [];
        }

        var hits = new List<PaletteHit>(); // bounded by MaxHits a group
        if (TraceIdText.In(part) is { } traceId)
        {
            hits.AddRange(await TracesAsync($"request_id = '{traceId}'", cancellationToken));
        }

        hits.AddRange(await ExperimentsAsync(part, cancellationToken));
        if (part.Length > 1)
        {
            hits.AddRange(await RunsAsync(part, cancellationToken));
            hits.AddRange(await SessionsAsync(part, cancellationToken));
            hits.AddRange(await TracesAsync($"client_request_id = {Quoted(part)}", cancellationToken));
        }

        return hits;
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private async Task<IEnumerable<PaletteHit>> ExperimentsAsync(string part, CancellationToken cancellationToken)
    {
        var page = await store.Experiments.SearchAsync(
            new SearchExperimentsRequest { MaxResults = MaxHits, Filter = ExperimentSearch.FilterOf(part) }, cancellationToken);
        return page.Items.Select(static experiment => new PaletteHit(
            "Experiments", experiment.Name, "", Links.Traces(new Scope([experiment.ExperimentId], "", TimeRange.All))));
    }

    private async Task<IEnumerable<PaletteHit>> RunsAsync(string part, CancellationToken cancellationToken)
    {
        var experiments = await store.Experiments.SearchAsync(new SearchExperimentsRequest { MaxResults = MaxRunExperiments }, cancellationToken);
        var query = new SearchRunsRequest { MaxResults = MaxHits, Filter = $"attributes.run_name ILIKE {Quoted($"%{part}%")}" };
        query.ExperimentIds.Add(experiments.Items.Select(static experiment => experiment.ExperimentId));
        var page = await store.Runs.SearchAsync(query, cancellationToken);
        return page.Items.Select(run => new PaletteHit("Runs", run.Name, NameOf(experiments.Items, run.ExperimentId), Links.Run(run.RunId)));
    }

    // By the whole id: it is pasted more often than remembered, and an index has it.
    private async Task<IEnumerable<PaletteHit>> SessionsAsync(string id, CancellationToken cancellationToken)
    {
        var traces = await SearchAsync($"session = {Quoted(id)}", cancellationToken);
        return traces.Take(1).Select(trace => new PaletteHit("Sessions", id, "", Links.Session(trace.ExperimentId, id)));
    }

    private async Task<IEnumerable<PaletteHit>> TracesAsync(string filter, CancellationToken cancellationToken)
    {
        var traces = await SearchAsync(filter, cancellationToken);
        return traces.Select(static trace => new PaletteHit(
            "Traces", trace.Name.Length > 0 ? trace.Name : trace.TraceId, $"{TraceStateText.Of(trace.State)} · {TimeText.Moment(trace.StartTimeUnixNano)}", Links.Trace(trace.TraceId)));
    }

    private async Task<IReadOnlyList<TraceInfo>> SearchAsync(string filter, CancellationToken cancellationToken)
    {
        var page = await store.Reader.SearchTracesAsync(new TraceQuery([], MaxHits, "") { Filter = filter }, cancellationToken);
        return page.Items;
    }

    private static string NameOf(IEnumerable<Experiment> experiments, string id) => experiments.FirstOrDefault(item => item.ExperimentId == id)?.Name ?? "";
}
