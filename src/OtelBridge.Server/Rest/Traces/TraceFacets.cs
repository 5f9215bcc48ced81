using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Pricing;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Rest.Traces;

/// <summary>The tags and metadata of a trace as MLflow's clients expect them: those that were set, and those that MLflow's server would have written.</summary>
internal static class TraceFacets
{
    /// <summary>Gives the tags. The name of a trace that only spans told of is one too, unlike in MLflow, so that its pages know it.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Tags(TraceInfo info)
    {
        foreach (var tag in info.Tags)
        {
            if (tag.Key is not (MlflowKeys.ArtifactLocation or MlflowKeys.SpansLocation))
            {
                yield return tag;
            }
        }

        if (info.Name.Length > 0 && !info.Tags.ContainsKey(MlflowKeys.TraceName))
        {
            yield return new(MlflowKeys.TraceName, info.Name);
        }

        yield return new(MlflowKeys.ArtifactLocation, ArtifactLocation(info));
        if (!WaitsForFile(info))
        {
            yield return new(MlflowKeys.SpansLocation, MlflowKeys.TrackingStore);
        }
    }

    /// <summary>Gives the metadata, with the token usage and the cost that the spans tell of where the record does not.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Metadata(TraceInfo info)
    {
        foreach (var pair in info.Metadata)
        {
            yield return pair;
        }

        if (info.TokenUsage is { } usage && !info.Metadata.ContainsKey(MlflowKeys.TraceTokenUsage))
        {
            yield return new(MlflowKeys.TraceTokenUsage, string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"input_tokens\": {usage.InputTokens}, \"output_tokens\": {usage.OutputTokens}, \"total_tokens\": {usage.TotalTokens}}}"));
        }

        if (SpanCost.Of(info.Cost) is { } cost && !info.Metadata.ContainsKey(MlflowKeys.TraceCost))
        {
            yield return new(MlflowKeys.TraceCost, cost.ToJson(info.Cost.UnpricedSpans));
        }
    }

    /// <summary>Whether the client was told, when it started the trace, to bring its spans as a file, and has not done so.</summary>
    private static bool WaitsForFile(TraceInfo info) =>
        info.SpanCount == 0 && info.Tags.TryGetValue(MlflowKeys.SpansLocation, out var location) && location == MlflowKeys.ArtifactRepo;

    private static string ArtifactLocation(TraceInfo info) => $"mlflow-artifacts:/{info.ExperimentId}/traces/{info.TraceId}/artifacts";
}
