using System.Globalization;
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
        yield return new TraceFact("Duration", info.HasDurationNano ? TimeText.Duration(info.DurationNano) : "–");
        yield return new TraceFact("Tokens", info.TokenUsage is { } tokens ? Text($"{tokens.InputTokens:N0} in · {tokens.OutputTokens:N0} out") : "–");
        yield return new TraceFact("Cost", info.Cost is { } cost ? CostText.Of(cost) : "–") { Title = info.Cost is { } whole ? CostText.Whole(whole) : null };
        yield return new TraceFact("Spans", Text($"{info.SpanCount:N0}")) { Title = Missing(info) };
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
        info.HasExpectedSpanCount && info.ExpectedSpanCount > info.SpanCount ? Text($"{info.ExpectedSpanCount - info.SpanCount:N0} more are announced") : null;

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
