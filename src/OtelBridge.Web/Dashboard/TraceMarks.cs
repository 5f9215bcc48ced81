using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.Dashboard;

/// <summary>Where marks lead: to the list of exactly the traces that they stand for.</summary>
/// <param name="Scope">The traces of the page.</param>
/// <param name="FromUnixNano">Their earliest start, as the sums had it; null for no bound.</param>
/// <param name="ToUnixNano">The end of their range; null for no bound.</param>
internal sealed record TraceMarks(Scope Scope, long? FromUnixNano, long? ToUnixNano)
{
    public const string SlowestFirst = "execution_time_ms DESC";
    public const string CostliestFirst = "cost.total DESC";
    public const string MostTokensFirst = "tokens.total DESC";
    public const string Failed = "status = 'ERROR'";

    private const string OrderName = "order";

    /// <summary>The traces of the page.</summary>
    public string All(string order = "") => List(Scope, order);

    /// <summary>Those of them for which all conditions hold.</summary>
    public string With(params string[] conditions) => List(conditions.Aggregate(Scope, static (scope, condition) => scope.And(condition)), "");

    /// <summary>Those of them that started in a bucket. The first and the last bucket may reach beyond the range.</summary>
    public string In(long from, long to, string condition = "", string order = "")
    {
        var range = new TimeRange("", Moment(Math.Max(from, FromUnixNano ?? from)), Moment(Math.Min(to, ToUnixNano ?? to)));
        var scope = Scope with { Range = range };
        return List(condition.Length > 0 ? scope.And(condition) : scope, order);
    }

    private static string List(Scope scope, string order) => Links.With(Links.Traces(scope), [(OrderName, order)]);

    private static DateTimeOffset Moment(long unixNano) => DateTimeOffset.UnixEpoch.AddTicks(unixNano / 100);
}
