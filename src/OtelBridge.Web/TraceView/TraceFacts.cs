using OtelBridge.Attributes;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.TraceView;

/// <summary>Chooses what the head of a trace says, and where each of it leads.</summary>
internal static class TraceFacts
{
    public static IEnumerable<TraceFact> Of(TraceInfo info, string experimentName)
    {
        var scope = new Scope([info.ExperimentId], "", TimeRange.All);
        yield return new TraceFact("Duration", info.HasDurationNano ? TimeText.Duration(info.DurationNano) : CountText.Absent);
        yield return new TraceFact("Tokens", info.TokenUsage is { } tokens ? $"{CountText.Exact(tokens.InputTokens)} in · {CountText.Exact(tokens.OutputTokens)} out" : CountText.Absent);
        yield return new TraceFact("Cost", info.Cost is { } cost ? CostText.Of(cost) : CountText.Absent) { Title = info.Cost is { } whole ? CostText.Whole(whole) : null };
        yield return new TraceFact("Spans", CountText.Exact(info.SpanCount)) { Title = Missing(info) };
        yield return new TraceFact("Experiment", experimentName) { Address = Links.Traces(scope) };
        if (info.Metadata.TryGetValue(MlflowKeys.TraceSession, out var session) && session.Length > 0)
        {
            yield return new TraceFact("Session", session) { Address = Links.Session(info.ExperimentId, session) };
        }

        if (info.Metadata.TryGetValue(MlflowKeys.TraceUser, out var user) && user.Length > 0)
        {
            yield return new TraceFact("User", user) { Address = Links.Traces(scope.And($"user = {Quoted(user)}")) };
        }

        if (info.Metadata.TryGetValue(MlflowKeys.ModelId, out var version) && version.Length > 0)
        {
            yield return new TraceFact("Version", version) { Address = Links.Traces(scope.And($"metadata.`{MlflowKeys.ModelId}` = {Quoted(version)}")) };
        }

        foreach (var run in info.RunIds.Take(3))
        {
            yield return new TraceFact("Run", run) { Address = Links.Run(run) };
        }
    }

    private static string? Missing(TraceInfo info) =>
        info.HasExpectedSpanCount && info.ExpectedSpanCount > info.SpanCount ? $"{CountText.Exact(info.ExpectedSpanCount - info.SpanCount)} more are announced" : null;

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
