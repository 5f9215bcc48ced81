using OtelBridge.Store.Search.Completion;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.Tags;

/// <summary>The tags of a trace, to be looked at and changed in place.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="Rows">What people and programs have put on it.</param>
/// <param name="OfSystem">What MLflow and its clients keep in tags.</param>
/// <param name="Back">Where one looks at them.</param>
/// <param name="ExperimentId">The experiment that says who may change them.</param>
public sealed record TagListModel(string TraceId, IReadOnlyList<TagRow> Rows, IReadOnlyList<TagRow> OfSystem, string Back, string ExperimentId)
{
    private const string SystemPrefix = "mlflow.";
    private const int MaxRows = 100;

    /// <summary>Makes the model.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="back">Where one looks at it.</param>
    public static TagListModel Of(TraceInfo trace, string back)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var rows = trace.Tags.OrderBy(static tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => new TagRow(tag.Key, tag.Value, Links.Traces(new Scope([trace.ExperimentId], FilterWords.Is("tags." + FilterWords.Key(tag.Key), tag.Value), TimeRange.All))))
            .ToLookup(static row => row.Key.StartsWith(SystemPrefix, StringComparison.Ordinal));
        return new TagListModel(trace.TraceId, [.. rows[false].Take(MaxRows)], [.. rows[true].Take(MaxRows)], back, trace.ExperimentId);
    }
}
