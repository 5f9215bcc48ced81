using OtelBridge.Tracking.V1;
using OtelBridge.Web.Spans;

namespace OtelBridge.Web.TraceView;

/// <summary>The page of one trace.</summary>
public sealed record TracePageModel
{
    public const int MostFirstRows = 100;

    public required TraceInfo Info { get; init; }

    /// <summary>Gets what the stream of a trace in progress compares with.</summary>
    public required string Seen { get; init; }

    /// <summary>Gets its spans; null for a trace with so many that the page comes without them, and its script asks.</summary>
    public required Waterfall? Waterfall { get; init; }

    /// <summary>Gets the span that is chosen: the one that the address names, or the first; null where none is known.</summary>
    public required SpanPanelModel? Panel { get; init; }

    public required IReadOnlyList<TraceFact> Facts { get; init; }

    /// <summary>Gets the forms that it can be had in as a file.</summary>
    public required IReadOnlyList<(string Name, string Title)> Files { get; init; }

    /// <summary>Gets the address of the tree.</summary>
    public required string Tree { get; init; }

    public string Title => Info.Name.Length > 0 ? WaterfallJson.Cut(Info.Name, 200) : Info.TraceId;

    public bool IsInProgress => Info.State == TraceState.InProgress;

    public bool IsEmpty => Waterfall is { Rows.Count: 0 };

    /// <summary>Gets the rows that the page has before its script has drawn all of them.</summary>
    public IEnumerable<WaterfallRow> FirstRows => Waterfall?.Rows.Take(MostFirstRows) ?? [];
}
