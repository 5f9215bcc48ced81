using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Entities;

namespace OtelBridge.Tracing.Replay;

/// <summary>Tags and metadata of a recorded trace for the trace that it becomes a part of, whose own win.</summary>
/// <remarks>What MLflow itself says of a trace (its name, sizes, source, where it lies) holds for that trace alone.</remarks>
internal static class ReplayedFacts
{
    private const string MlflowPrefix = "mlflow.";

    public static void Merge(Activity root, TraceInfo info)
    {
        TraceFacts.Set(
            root,
            Missing(root, MlflowKeys.TraceTagPrefix, info.Tags),
            Missing(root, MlflowKeys.TraceMetadataPrefix, info.TraceMetadata),
            session: MissingText(root, MlflowKeys.TraceSession, info),
            user: MissingText(root, MlflowKeys.TraceUser, info));
    }

    private static List<KeyValuePair<string, string>> Missing(Activity root, string prefix, IReadOnlyDictionary<string, string> pairs) =>
    [
        .. pairs.Where(pair =>
            (pair.Key is MlflowKeys.SourceRun or MlflowKeys.ModelId || !pair.Key.StartsWith(MlflowPrefix, StringComparison.Ordinal))
            && root.GetTagItem(string.Concat(prefix, pair.Key)) is null),
    ];

    private static string? MissingText(Activity root, string key, TraceInfo info) =>
        root.GetTagItem(key) is null ? info.TraceMetadata.GetValueOrDefault(key) : null;
}
