using OtelBridge.Attributes;
using OtelBridge.Dialects;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Comparison;

/// <summary>What is said of two whole traces.</summary>
internal static class ComparedFacts
{
    private const int MaxModels = 8;

    private const string ServiceVersion = "service.version";

    // What callers tell apart their releases by, the one they said themselves first.
    private static readonly string[] VersionKeys = ["version", "app.version", "build", "mlflow.modelId", "mlflow.source.git.commit"];
    private static readonly string[] ModelKeys = [MlflowKeys.LlmModel, GenAiKeys.ResponseModel, GenAiKeys.RequestModel, OpenInferenceKeys.ModelName];

    public static List<ComparedFact> Of(Trace left, Trace right)
    {
        var (a, b) = (left.Info, right.Info);
        return
        [
            new ComparedFact("Duration", Duration(a), Duration(b), Delta.Duration(Nano(a), Nano(b))),
            new ComparedFact("Tokens", Tokens(a), Tokens(b), Delta.Tokens(a.TokenUsage?.TotalTokens, b.TokenUsage?.TotalTokens)),
            new ComparedFact("Cost", Cost(a), Cost(b), Delta.Cost(a.Cost?.Total, b.Cost?.Total)),
            new ComparedFact("Spans", CountText.Exact(a.SpanCount), CountText.Exact(b.SpanCount), Delta.Spans(a.SpanCount, b.SpanCount)),
            new ComparedFact("Model", Models(left), Models(right)),
            new ComparedFact("Version", Version(left), Version(right)),
            new ComparedFact("User", Metadata(a, MlflowKeys.TraceUser), Metadata(b, MlflowKeys.TraceUser)),
            new ComparedFact("Session", Metadata(a, MlflowKeys.TraceSession), Metadata(b, MlflowKeys.TraceSession)),
        ];
    }

    private static long? Nano(TraceInfo info) => info.HasDurationNano ? info.DurationNano : null;

    private static string Duration(TraceInfo info) => Nano(info) is { } nano ? TimeText.Duration(nano) : CountText.Absent;

    private static string Tokens(TraceInfo info) => info.TokenUsage is { } usage
        ? $"{CountText.Exact(usage.TotalTokens)} ({CountText.Exact(usage.InputTokens)} in, {CountText.Exact(usage.OutputTokens)} out)"
        : CountText.Absent;

    private static string Cost(TraceInfo info) => info.Cost is { } cost ? CostText.Of(cost) : CountText.Absent;

    private static string Metadata(TraceInfo info, string key) => info.Metadata.TryGetValue(key, out var value) && value.Length > 0 ? Short(value) : CountText.Absent;

    private static string Models(Trace trace)
    {
        var models = trace.ResourceSpans.SelectMany(static resource => resource.ScopeSpans).SelectMany(static scope => scope.Spans)
            .Select(static span => ModelKeys.Select(key => span.Attributes.FirstOrDefault(attribute => attribute.Key == key)).FirstOrDefault(static found => found is not null))
            .Select(static found => found?.Value is { } value ? AttributeText.Plain(value) : null)
            .OfType<string>().Where(static model => model.Length > 0).Distinct(StringComparer.Ordinal).Take(MaxModels).Select(Short)
            .ToList();
        return models.Count == 0 ? CountText.Absent : string.Join(", ", models);
    }

    private static string Version(Trace trace)
    {
        var said = VersionKeys.Select(key => trace.Info.Metadata.TryGetValue(key, out var value) || trace.Info.Tags.TryGetValue(key, out value) ? value : "")
            .FirstOrDefault(static version => version.Length > 0);
        var ofService = trace.ResourceSpans.SelectMany(static resource => resource.Resource?.Attributes ?? [])
            .FirstOrDefault(static attribute => attribute.Key == ServiceVersion);
        return said is not null ? Short(said) : ofService?.Value is { } text ? Short(AttributeText.Plain(text) ?? CountText.Absent) : CountText.Absent;
    }

    private static string Short(string text) => text.Length <= 100 ? text : $"{text[..100]}…";
}
