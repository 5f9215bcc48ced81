using System.Text.Json;
using System.Web;
using OtelBridge.Store.Search;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Search;

/// <summary>Every filter and order that real clients and the recorder sent to MLflow's own server: what it took is read, what it refused is refused.</summary>
public sealed class RecordedFilterTests
{
    // Refused there; an addition of ours.
    private static readonly string[] Additions = ["name = 'a' OR name = 'b'", "(name = 'alpha')", "NOT name = 'alpha'"];

    // Good filters of requests that were refused for their page size or for another filter.
    private static readonly string[] RefusedForOtherReasons = ["", "status = 'OK'"];

    public static TheoryData<string, string, bool> TraceFilters => Recorded(
        ["/traces/search", "/mlflow/traces", "/calculate-filter-correlation"], "filter", "filter_string1", "filter_string2", "base_filter");

    public static TheoryData<string, string, bool> TraceOrders => Recorded(["/traces/search", "/mlflow/traces"], "order_by");

    public static TheoryData<string, string, bool> ExperimentFilters => Recorded(["/experiments/search"], "filter");

    public static TheoryData<string, string, bool> ExperimentOrders => Recorded(["/experiments/search"], "order_by");

    public static TheoryData<string, string, bool> RunFilters => Recorded(["/runs/search"], "filter");

    public static TheoryData<string, string, bool> RunOrders => Recorded(["/runs/search"], "order_by");

    [Theory]
    [MemberData(nameof(TraceFilters))]
    public void TraceFilter_Recorded_IsTakenOrRefusedAsThere(string exchange, string filter, bool isTaken) =>
        Holds(exchange, () => TraceFilter.Parse(filter), isTaken || Additions.Contains(filter));

    [Theory]
    [MemberData(nameof(TraceOrders))]
    public void TraceOrder_Recorded_IsTakenOrRefusedAsThere(string exchange, string clauses, bool isTaken) =>
        Holds(exchange, () => TraceOrder.Parse(clauses.Split('\n')), isTaken);

    [Theory]
    [MemberData(nameof(ExperimentFilters))]
    public void ExperimentFilter_Recorded_IsTakenOrRefusedAsThere(string exchange, string filter, bool isTaken) =>
        Holds(exchange, () => ExperimentFilter.Parse(filter), isTaken);

    [Theory]
    [MemberData(nameof(ExperimentOrders))]
    public void ExperimentOrder_Recorded_IsTakenOrRefusedAsThere(string exchange, string clauses, bool isTaken) =>
        Holds(exchange, () => ExperimentOrder.Parse(clauses.Split('\n')), isTaken);

    [Theory]
    [MemberData(nameof(RunFilters))]
    public void RunFilter_Recorded_IsTakenOrRefusedAsThere(string exchange, string filter, bool isTaken) =>
        Holds(exchange, () => RunFilter.Parse(filter), isTaken);

    [Theory]
    [MemberData(nameof(RunOrders))]
    public void RunOrder_Recorded_IsTakenOrRefusedAsThere(string exchange, string clauses, bool isTaken) =>
        Holds(exchange, () => RunOrder.Parse(clauses.Split('\n')), isTaken);

    [Fact]
    public void Recordings_HoldTakenAndRefusedOnes()
    {
        TraceFilters.Count(row => (bool)row[2]).ShouldBeGreaterThan(60);
        TraceFilters.Count(row => !(bool)row[2]).ShouldBeGreaterThan(20);
        TraceOrders.Count(row => (bool)row[2]).ShouldBeGreaterThan(8);
        TraceOrders.Count(row => !(bool)row[2]).ShouldBeGreaterThan(3);
        ExperimentFilters.Count.ShouldBeGreaterThan(4);
        ExperimentOrders.Count.ShouldBeGreaterThan(4);
        RunFilters.Count.ShouldBeGreaterThan(6);
        RunOrders.Count.ShouldBeGreaterThan(2);
    }

    private static void Holds(string exchange, Func<object?> parse, bool isTaken)
    {
        if (isTaken)
        {
            Should.NotThrow(parse, exchange);
        }
        else
        {
            Should.Throw<InvalidFilterException>(parse, exchange);
        }
    }

    private static TheoryData<string, string, bool> Recorded(string[] paths, params string[] names)
    {
        var rows = new TheoryData<string, string, bool>();
        foreach (var exchange in RecordedExchange.Scenarios.SelectMany(RecordedExchange.Read))
        {
            var path = exchange.Request.GetProperty("path").GetString()!.Split('?');
            if (!paths.Any(end => path[0].EndsWith(end, StringComparison.Ordinal)))
            {
                continue;
            }

            var isBad = exchange.Response.GetProperty("status").GetInt32() == 400;
            foreach (var text in names.SelectMany(name => Sent(exchange, path, name)).Distinct())
            {
                if (!isBad || names[0] == "order_by" || !RefusedForOtherReasons.Contains(text))
                {
                    rows.Add(exchange.Name, text, !isBad);
                }
            }
        }

        return rows;
    }

    private static IEnumerable<string> Sent(RecordedExchange exchange, string[] path, string name)
    {
        if (exchange.Request.TryGetProperty("json", out var body) && body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value))
        {
            if (value.ValueKind == JsonValueKind.String && name != "order_by")
            {
                yield return value.GetString()!;
            }
            else if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            {
                yield return string.Join('\n', value.EnumerateArray().Select(item => item.GetString()));
            }
        }

        if (path.Length > 1 && HttpUtility.ParseQueryString(path[1])[name] is { } asked)
        {
            yield return asked;
        }
    }
}
