using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Pricing;
using OtelBridge.Store.Search.Completion;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Traces;

/// <summary>A trace in the list: what its cells show, and what a reader may narrow the list by.</summary>
/// <param name="info">The record of the trace.</param>
/// <param name="longest">The longest duration beside which its own is drawn.</param>
/// <param name="now">The moment that the page speaks of as now.</param>
public sealed class TraceRow(TraceInfo info, long longest, DateTimeOffset now)
{
    /// <summary>The longest value that a condition is made of.</summary>
    public const int MaxConditionValue = 500;

    private const long NanosPerMilli = 1_000_000;
    private const string SystemPrefix = "mlflow.";

    // Clocks differ by seconds; what lies further ahead is worth a mark.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private static readonly string[] VersionKeys = ["version", "app.version", "service.version", "build", "mlflow.source.git.commit", MlflowKeys.ModelId];

    public TraceInfo Info => info;

    public string TraceId => info.TraceId;

    public string Href => Links.Trace(info.TraceId);

    /// <summary>Gets what the trace is called in sentences, however long or missing its name.</summary>
    public string Called => info.Name.Length == 0 ? $"trace without a name, {ShortId}" : CellText.Cut(info.Name, 80);

    public string ShortId => info.TraceId.Length > 11 ? info.TraceId[..11] : info.TraceId;

    public bool IsFromTheFuture => info.StartTimeUnixNano > (ulong)Math.Max(0, (now + Tolerance - DateTimeOffset.UnixEpoch).Ticks) * 100;

    /// <summary>Gets the duration for people; null while nothing has ended.</summary>
    public string? Duration => info.HasDurationNano ? TimeText.Duration(info.DurationNano) : null;

    /// <summary>Gets how long the duration is beside the longest one, of 100.</summary>
    public string DurationShare => (info.HasDurationNano && longest > 0 ? Math.Max(1, Math.Round(100.0 * info.DurationNano / longest, 1)) : 0).ToString(CultureInfo.InvariantCulture);

    public string? Tokens => info.TokenUsage is { } usage ? Number(usage.TotalTokens) : null;

    public string TokensWhole => info.TokenUsage is { } usage ? $"{Number(usage.InputTokens)} in, {Number(usage.OutputTokens)} out" : "";

    public string Spans => info.HasExpectedSpanCount && info.ExpectedSpanCount > info.SpanCount
        ? $"{Number(info.SpanCount)} of {Number(info.ExpectedSpanCount)}"
        : Number(info.SpanCount);

    public string? Session => info.Metadata.GetValueOrDefault(MlflowKeys.TraceSession);

    public string? User => info.Metadata.GetValueOrDefault(MlflowKeys.TraceUser);

    public (string Key, string Value)? Version =>
        VersionKeys.Where(key => info.Metadata.GetValueOrDefault(key) is { Length: > 0 }).Select(key => ((string, string)?)(key, info.Metadata[key])).FirstOrDefault();

    public IReadOnlyList<string> Runs =>
        [.. info.RunIds.Prepend(info.Metadata.GetValueOrDefault(MlflowKeys.SourceRun) ?? "").Where(static id => id.Length > 0).Distinct()];

    /// <summary>Gets the tags that people set, by key.</summary>
    public IReadOnlyList<TagMark> Tags { get; } =
    [
        .. info.Tags.Where(static tag => !tag.Key.StartsWith(SystemPrefix, StringComparison.Ordinal))
            .OrderBy(static tag => tag.Key, StringComparer.Ordinal)
            .Select(static tag => new TagMark(tag.Key, tag.Value, Is($"tags.{FilterWords.Key(tag.Key)}", tag.Value) ?? "")),
    ];

    public IReadOnlyList<AssessmentMark> Assessments { get; } = AssessmentMark.Of(info);

    /// <summary>Gets the condition that a cell stands for: what is the same as here, or at least as much. Null where there is none.</summary>
    public string? ConditionOf(TraceColumn column) => column.Key switch
    {
        "state" => Is("status", TraceStateText.Of(info.State)),
        "time" => FilterWords.AtLeast("timestamp_ms", info.StartTimeUnixNano / NanosPerMilli),
        "name" => Is("name", info.Name),
        "duration" when info.HasDurationNano => FilterWords.AtLeast("execution_time_ms", info.DurationNano / NanosPerMilli),
        "tokens" when info.TokenUsage is { } usage => FilterWords.AtLeast("tokens.total", usage.TotalTokens),
        "cost" when info.Cost is { } cost => FilterWords.AtLeast("cost.total", SpanCost.Dollars(cost.Total)),
        "session" => Is("session", Session),
        "user" => Is("user", User),
        "version" when Version is var (key, value) => Is($"metadata.{FilterWords.Key(key)}", value),
        "id" => Is("request_id", info.TraceId),
        "run" => Is("run_id", Runs.Count > 0 ? Runs[0] : null),
        _ => null,
    };

    private static string? Is(string field, string? value) => value is { Length: > 0 and <= MaxConditionValue } ? FilterWords.Is(field, value) : null;

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
