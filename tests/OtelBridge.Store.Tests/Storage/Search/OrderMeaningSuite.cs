using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Search;

/// <summary>What every key of <c>order_by</c> does, by example. Every backend inherits it; docs/mlflow-compatibility.md names it.</summary>
public abstract class OrderMeaningSuite : StoreSuite
{
    // Traces 1 and 2 have every value, trace 1 the smaller one of each but the start; trace 3 runs and has no more than a start and a state.
    public static TheoryData<string, string, string> Orders => new()
    {
        { "", "321", "321" },
        { "timestamp_ms", "123", "321" },
        { "timestamp", "123", "321" },
        { "execution_time_ms", "123", "213" },
        { "execution_time", "123", "213" },
        { "end_time_ms", "132", "231" },
        { "end_time", "132", "231" },
        { "status", "231", "132" },
        { "request_id", "123", "321" },
        { "name", "123", "213" },
        { "run_id", "123", "213" },
        { "experiment_id", "321", "321" },
        { "tags.env", "123", "213" },
        { "metadata.region", "123", "213" },
        { "tokens.input", "123", "213" },
        { "tokens.output", "123", "213" },
        { "tokens.total", "123", "213" },
        { "cost.input", "123", "213" },
        { "cost.output", "123", "213" },
        { "cost.total", "123", "213" },
        { "session", "123", "213" },
        { "user", "123", "213" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Search_OrderedByAField_PutsAbsentOnesLast(string field, string ascending, string descending)
    {
        await IngestAsync(Request(
            Whole(1, "a", 10).With("mlflow.trace.metadata.mlflow.sourceRun", "run-a"),
            Whole(2, "b", 5000, Otlp.Status.Types.StatusCode.Error).With("mlflow.trace.metadata.mlflow.sourceRun", "run-b"),
            Span(3, 2, parent: 1, offsetMs: 2000, durationMs: -1)));

        (await OrderAsync(field)).ShouldBe(ascending);
        (await OrderAsync($"{field} DESC")).ShouldBe(descending);
    }

    private static Otlp.Span Whole(int trace, string value, int size, Otlp.Status.Types.StatusCode status = Otlp.Status.Types.StatusCode.Ok) =>
        Span(trace, 1, name: value, offsetMs: trace * 500, durationMs: size, status: status)
            .With("mlflow.trace.tag.env", value).With("mlflow.trace.metadata.region", value).With("session.id", value).With("user.id", value)
            .With("gen_ai.usage.input_tokens", new Otlp.AnyValue { IntValue = size }).With("gen_ai.usage.output_tokens", new Otlp.AnyValue { IntValue = size })
            .With("gen_ai.response.model", "priced");

    private async Task<string> OrderAsync(string order)
    {
        var query = new TraceQuery([], 100, string.Empty) { OrderBy = order.Trim() is "" or "DESC" ? [] : [order] };
        var found = await Store.Reader.SearchTracesAsync(query, CancellationToken.None).WaitAsync(Patience);
        return string.Concat(found.Items.Select(NumberOf));
    }

    private static int NumberOf(TraceInfo info) => Enumerable.Range(1, 3).Single(number => info.TraceId == TraceIdText(number));
}
