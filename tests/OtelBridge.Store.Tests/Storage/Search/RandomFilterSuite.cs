using System.Globalization;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Tests.Storage.Search;

/// <summary>Random filters and orders over random traces find what the plainest search finds. Every backend inherits it.</summary>
/// <remarks>OTELBRIDGE_TEST_FILTERS sets how many; OTELBRIDGE_TEST_SEED repeats a run that failed.</remarks>
public abstract class RandomFilterSuite : StoreSuite
{
    /// <summary>Gets how many filters are asked where nobody says.</summary>
    protected virtual int UsualFilters => 200;

    /// <summary>Gets how many traces are searched.</summary>
    protected virtual int Traces => 300;

    [Fact]
    public async Task Search_RandomFilters_FindWhatThePlainSearchFinds()
    {
        var seed = Number("OTELBRIDGE_TEST_SEED") ?? Environment.TickCount;
        var random = new Random(seed);
        var traces = await StoreTracesAsync(new ModelTraces(random), ["0", await CreateExperimentAsync("other")]);
        var filters = new RandomFilters(random);
        var count = Number("OTELBRIDGE_TEST_FILTERS") ?? UsualFilters;
        for (var i = 0; i < count; i++)
        {
            if (i == count / 2)
            {
                // One half looks into spans that wait for the index, the other asks the index.
                await Store.FinishIndexAsync(CancellationToken.None);
            }

            await CompareAsync(traces, filters.Filter(), filters.Order(), pageSize: random.Next(5, 120), experiment: random.Next(3), seed);
        }
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task CompareAsync(List<ModelTrace> traces, string filter, string[] order, int pageSize, int experiment, int seed)
    {
        string[] experiments = experiment == 2 ? [] : [traces.Select(trace => trace.ExperimentId).Distinct().ElementAt(experiment)];
        var condition = TraceFilter.Parse(filter);
        var expected = NaiveSearch.Run(traces.Where(trace => experiments.Length == 0 || experiments.Contains(trace.ExperimentId)), condition, TraceOrder.Parse(order))
            .Select(trace => trace.TraceId).ToList();

        var found = new List<string>();
        var token = string.Empty;
        do
        {
            var query = new TraceQuery(experiments, pageSize, token) { Filter = filter, OrderBy = order };
            var page = await Store.Reader.SearchTracesAsync(query, CancellationToken.None).WaitAsync(Patience);
            found.AddRange(page.Items.Select(info => info.TraceId));
            token = page.NextPageToken;
        }
        while (token.Length > 0 && found.Count <= Traces);

        var what = $"Seed {seed}: {filter} ORDER BY {string.Join(", ", order)}, pages of {pageSize}, experiments [{string.Join(", ", experiments)}]";
        if (!found.SequenceEqual(expected))
        {
            var odd = expected.Except(found).Concat(found.Except(expected)).Take(3).ToList();
            Assert.Fail($"""
                {what}
                found {found.Count} of {expected.Count}; missing {expected.Except(found).Count()}, too many {found.Except(expected).Count()}, otherwise out of order
                {string.Join('\n', traces.Where(trace => odd.Contains(trace.TraceId)).Select(trace => $"{trace.TraceId} {string.Join(' ', trace.Spans)}"))}
                """);
        }

        (await Store.Reader.CountTracesAsync(experiments, filter, CancellationToken.None).WaitAsync(Patience)).ShouldBe(expected.Count, what);
    }

    // A copy that no longer counts when the traces are searched. What a root has said of its trace stays, so that comes once more as it is.
    private static Otlp.Span Earlier(Otlp.Span span)
    {
        var copy = span.Clone();
        if (!span.ParentSpanId.IsEmpty)
        {
            copy.Name = "plan trip";
            copy.Attributes.Clear();
            copy.With("note", "alpha Beta earlier").With("label", "42").With("count", new Otlp.AnyValue { IntValue = 3 }).With("mlflow.spanType", "TOOL");
            copy.EndTimeUnixNano = 0;
        }

        return copy;
    }

    private async Task<List<ModelTrace>> StoreTracesAsync(ModelTraces vocabulary, string[] experiments)
    {
        var traces = Enumerable.Range(1, Traces).Select(number => vocabulary.Make(number, experiments[(number - 1) / 10 % 3 / 2])).ToList();
        foreach (var batch in traces.Chunk(10))
        {
            await IngestAsync(OtlpSamples.Request(batch.Select(trace => Earlier(trace.Spans[^1]))), batch[0].ExperimentId);
            await IngestAsync(OtlpSamples.Request(batch.SelectMany(trace => trace.Spans).Select(span => span.Clone())), batch[0].ExperimentId);
            await Task.WhenAll(batch.SelectMany(trace =>
                trace.Feedback.Select(item => new Assessment { TraceId = trace.TraceId, Name = item.Name, Feedback = new Feedback { Value = item.Json } })
                    .Concat(trace.Expectations.Select(item => new Assessment { TraceId = trace.TraceId, Name = item.Name, Expectation = new Expectation { Value = item.Json } })))
                .Select(assessment => Store.Assessments.CreateAsync(assessment, CancellationToken.None)));
        }

        return traces;
    }
}
