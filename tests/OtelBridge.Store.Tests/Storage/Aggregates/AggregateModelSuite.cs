using OtelBridge.Otlp;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Model;
using OtelBridge.Store.Tests.Storage.Search;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Tests.Storage.Aggregates;

/// <summary>After random writes, changes and deletes, sums are what the traces of the store sum up to. Every backend inherits it.</summary>
public abstract class AggregateModelSuite : StoreSuite
{
    private const long Minute = 60_000_000_000;

    private static readonly string[] Filters = ["", "", "status = 'ERROR'", "session = 's1'", "trace.text LIKE '%alpha%'", "span.name = 'answer' AND tokens.total > 2", "NOT model = 'claude'"];
    private static readonly AggregateDimension[] Dimensions = Enum.GetValues<AggregateDimension>();

    /// <summary>Gets how many random histories are lived through.</summary>
    protected virtual int Seeds => 4;

    /// <summary>Gets of how many changes a history is made.</summary>
    protected virtual int Steps => 25;

    [Fact]
    public async Task Sums_AfterRandomChanges_AreThoseOfTheTraces()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            await Store.DisposeAsync();
            await ReopenAsync(empty: true);
            var made = new ModelTraces(random);
            string[] experiments = ["0", await CreateExperimentAsync("other")];
            for (var step = 0; step < Steps; step++)
            {
                await ChangeAsync(random, made, experiments);
                if (random.Next(3) == 0)
                {
                    await RollUpAsync();
                }

                await CheckAsync(random, experiments, $"seed {seed}, step {step}");
            }

            await RollUpAsync();
            await CheckKeptAsync($"seed {seed}");
        }
    }

    /// <summary>Checks the sums that the store keeps.</summary>
    protected virtual async Task CheckKeptAsync(string what) => (await KeptSums.CheckAsync(Store, repair: false)).Outcome.ShouldBe(CheckOutcome.Sound, what);

    // What the store does by itself when it is quiet.
    private Task RollUpAsync() => Store.FinishIndexAsync(CancellationToken.None).WaitAsync(Patience);

    private async Task ChangeAsync(Random random, ModelTraces made, string[] experiments)
    {
        var number = random.Next(1, 40);
        var id = OtlpSamples.TraceIdText(number);
        switch (random.Next(8))
        {
            case 0:
                await Store.Records.DeleteAsync(new TraceDeletion(experiments[random.Next(2)]) { TraceIds = [id] }, CancellationToken.None).WaitAsync(Patience);
                break;
            case 1:
                await Store.Records.PutAsync(
                    new TraceRecord
                    {
                        TraceId = id,
                        ExperimentId = experiments[random.Next(2)],
                        State = (TraceState)random.Next(1, 4),
                        StartTimeUnixNano = (ulong)((long)OtlpSamples.Start + (random.Next(-3000, 3000) * Minute)),
                        DurationNano = random.Next(1_000_000) * 1000L,
                    },
                    CancellationToken.None).WaitAsync(Patience);
                break;
            case 2 when await FindInfoAsync(number) is not null:
                await Store.Records.SetTagAsync(id, "mlflow.traceName", $"named {random.Next(3)}", CancellationToken.None).WaitAsync(Patience);
                break;
            default:
                var traces = Enumerable.Range(0, random.Next(1, 4)).Select(_ => made.Make(random.Next(1, 40), "0"));
                await IngestAsync(OtlpSamples.Request(traces.SelectMany(trace => Moved(trace.Spans, random.Next(-3000, 3000) * Minute))), experiments[random.Next(2)]);
                break;
        }
    }

    private static IEnumerable<Span> Moved(IEnumerable<Span> spans, long nanos) => spans.Select(span =>
    {
        var moved = span.Clone();
        moved.StartTimeUnixNano = (ulong)((long)span.StartTimeUnixNano + nanos);
        moved.EndTimeUnixNano = span.EndTimeUnixNano == 0 ? 0 : (ulong)((long)span.EndTimeUnixNano + nanos);
        return moved;
    });

    private async Task CheckAsync(Random random, string[] experiments, string what)
    {
        string[] scope = random.Next(3) switch { 0 => [], 1 => [experiments[0]], _ => experiments };
        var filter = Filters[random.Next(Filters.Length)];
        var from = random.Next(2) == 0 ? (long?)null : (long)OtlpSamples.Start + (random.Next(-3500, 3500) * Minute / 7);
        var to = random.Next(2) == 0 ? (long?)null : (from ?? (long)OtlpSamples.Start) + (random.Next(3000) * Minute);
        var query = new AggregateQuery(scope, filter, from, to);
        var page = await Store.Reader.SearchTracesAsync(new TraceQuery(scope, 500, string.Empty) { Filter = filter }, CancellationToken.None).WaitAsync(Patience);
        var traces = page.Items.Where(info => (long)info.StartTimeUnixNano >= (from ?? 0) && (long)info.StartTimeUnixNano < (to ?? long.MaxValue)).ToList();
        what = $"{what}, {query}";

        await CheckSeriesAsync(query, traces, random.Next(1, 100), what);
        var whole = await Store.Reader.GetTracesAsync([.. traces.Select(static info => info.TraceId)], CancellationToken.None).WaitAsync(Patience);
        foreach (var dimension in Dimensions)
        {
            await CheckGroupsAsync(query, dimension, traces, whole, $"{what} by {dimension}");
        }

        var all = await Store.Reader.SearchTracesAsync(new TraceQuery([], 500, string.Empty), CancellationToken.None).WaitAsync(Patience);
        await CheckSessionsAsync(query, traces, all.Items, random.Next(1, 4), what);
        await CheckExperimentsAsync(experiments, all.Items, what);
    }

    private async Task CheckSeriesAsync(AggregateQuery query, List<TraceInfo> traces, int maxBuckets, string what)
    {
        var series = await Store.Aggregates.ReadSeriesAsync(query, maxBuckets, CancellationToken.None).WaitAsync(Patience);
        series.Whole.ShouldAgree(PlainSums.OfTraces(traces), what);
        series.Buckets.Count.ShouldBeLessThanOrEqualTo(maxBuckets, what);
        for (var i = 0; i < series.Buckets.Count; i++)
        {
            var start = series.FromUnixNano + (i * series.BucketNano);
            var inside = traces.Where(info => (long)info.StartTimeUnixNano >= start && (long)info.StartTimeUnixNano - start < series.BucketNano);
            series.Buckets[i].ShouldAgree(PlainSums.OfTraces(inside), $"{what}, bucket {i}");
        }

        traces.Count.ShouldBe((int)series.Buckets.Sum(static bucket => bucket.Count), what);
    }

    private async Task CheckGroupsAsync(AggregateQuery query, AggregateDimension dimension, List<TraceInfo> traces, IReadOnlyList<Trace> whole, string what)
    {
        var groups = await Store.Aggregates.ReadGroupsAsync(query, dimension, AggregateOrder.Count, 100, CancellationToken.None).WaitAsync(Patience);
        var expected = dimension == AggregateDimension.TraceName ? PlainSums.ByName(traces) : PlainSums.BySpan(whole, dimension);
        groups.Select(static group => group.Value).Order(StringComparer.Ordinal).ShouldBe(expected.Keys.Order(StringComparer.Ordinal), what);
        groups.Select(static group => -group.Totals.Count).ShouldBeInOrder();
        foreach (var group in groups)
        {
            group.Totals.ShouldAgree(expected[group.Value], $"{what}: {group.Value}");
        }
    }

    private async Task CheckSessionsAsync(AggregateQuery query, List<TraceInfo> traces, IReadOnlyList<TraceInfo> all, int pageSize, string what)
    {
        var found = new List<SessionSummary>();
        var token = string.Empty;
        do
        {
            var page = await Store.Aggregates.ListSessionsAsync(query, pageSize, token, CancellationToken.None).WaitAsync(Patience);
            found.AddRange(page.Items);
            token = page.NextPageToken;
        }
        while (token.Length > 0 && found.Count < 100);

        var expected = traces.Where(static info => Session(info) is not null).Select(static info => (info.ExperimentId, Session: Session(info)!)).Distinct().ToList(); // newest first
        found.Select(static item => (item.ExperimentId, item.SessionId)).ShouldBe(expected, what);
        foreach (var item in found)
        {
            var own = all.Where(info => info.ExperimentId == item.ExperimentId && Session(info) == item.SessionId).ToList();
            item.Totals.ShouldAgree(PlainSums.OfTraces(own), $"{what}, session {item.SessionId}");
            (item.FirstStartUnixNano, item.LastStartUnixNano).ShouldBe(((long)own[^1].StartTimeUnixNano, (long)own[0].StartTimeUnixNano), what);
        }
    }

    private async Task CheckExperimentsAsync(string[] experiments, IReadOnlyList<TraceInfo> all, string what)
    {
        foreach (var activity in await Store.Aggregates.ReadExperimentsAsync(experiments, CancellationToken.None).WaitAsync(Patience))
        {
            var own = all.Where(info => info.ExperimentId == activity.ExperimentId).ToList();
            activity.Totals.ShouldAgree(PlainSums.OfTraces(own), $"{what}, experiment {activity.ExperimentId}");
            activity.LastStartUnixNano.ShouldBe(own.Count == 0 ? null : (long)own[0].StartTimeUnixNano, what);
        }
    }

    private static string? Session(TraceInfo info) => info.Metadata.TryGetValue("mlflow.trace.session", out var session) ? session : null;
}
