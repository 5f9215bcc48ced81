namespace OtelBridge.Web.Traces;

/// <summary>The columns that there are, in the order in which they stand.</summary>
public static class TraceColumns
{
    public const string CookieName = "otelbridge-columns";

    public static readonly TraceColumn State = new("state", "State", "status");
    public static readonly TraceColumn Time = new("time", "Started", "timestamp_ms");
    public static readonly TraceColumn Name = new("name", "Name", "name");

    private const char Separator = ',';

    public static IReadOnlyList<TraceColumn> All { get; } =
    [
        State,
        Time,
        Name,
        new("request", "Request"),
        new("response", "Response"),
        new("duration", "Duration", "execution_time_ms") { IsNumber = true },
        new("tokens", "Tokens", "tokens.total") { IsNumber = true },
        new("cost", "Cost", "cost.total") { IsNumber = true },
        new("session", "Session", "session"),
        new("user", "User", "user"),
        new("tags", "Tags"),
        new("assessments", "Assessments"),
        new("version", "Version") { IsDefault = false },
        new("spans", "Spans") { IsDefault = false, IsNumber = true },
        new("id", "Trace id", "request_id") { IsDefault = false },
        new("experiment", "Experiment", "experiment_id") { IsDefault = false },
        new("run", "Run", "run_id") { IsDefault = false },
    ];

    public static IReadOnlyList<TraceColumn> Default { get; } = [.. All.Where(static column => column.IsDefault)];

    /// <summary>Reads what an address or a cookie says; null when it names no column. The name, which is the link to the trace, is always there.</summary>
    public static IReadOnlyList<TraceColumn>? Read(string text)
    {
        var keys = text.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return All.Any(column => keys.Contains(column.Key)) ? [.. All.Where(column => column == Name || keys.Contains(column.Key))] : null;
    }

    public static string Write(IEnumerable<TraceColumn> columns) => string.Join(Separator, columns.Select(static column => column.Key));
}
