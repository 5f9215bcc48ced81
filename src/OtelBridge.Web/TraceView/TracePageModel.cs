using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.TraceView;

/// <summary>The page of one trace.</summary>
public sealed record TracePageModel
{
    public const int MostFirstRows = 100;

    public required TraceInfo Info { get; init; }

    public required Waterfall Waterfall { get; init; }

    /// <summary>Gets the span whose panel is shown: the one that the address names, or the first; null for a trace without spans.</summary>
    public required WaterfallRow? Selected { get; init; }

    public required IReadOnlyList<TraceFact> Facts { get; init; }

    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Gets whether the clocks of spans that start before their parents are put right.</summary>
    public bool AlignsClocks { get; init; }

    /// <summary>Gets what the address says of the panel.</summary>
    public string Tab { get; init; } = "";

    public string Title => Info.Name.Length > 0 ? WaterfallJson.Cut(Info.Name, 200) : Info.TraceId;

    public bool IsInProgress => Info.State == TraceState.InProgress;

    public bool IsSkewed => Waterfall.Rows.Any(static row => row.Is(WaterfallMarks.Skewed));

    /// <summary>Gets the rows that the page has before its script has drawn all of them.</summary>
    public IEnumerable<WaterfallRow> FirstRows => Waterfall.Rows.Take(MostFirstRows);
}
