using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.Comparison;

/// <summary>What a comparison's address says.</summary>
/// <param name="Left">Id of the left trace; empty when it is to be chosen.</param>
/// <param name="Right">Id of the right trace; empty likewise.</param>
public sealed record ComparisonAddress(string Left, string Right)
{
    /// <summary>In place of an id: the latest trace of the same name that went well.</summary>
    public const string LatestOk = "latest-ok";

    private const string RightOnly = "right.";

    /// <summary>Gets which row is looked at: the id of its left span, or <c>right.</c> and the id of the right one; empty for the first.</summary>
    public string Span { get; init; } = "";

    /// <summary>Gets whether rows without a difference are left out.</summary>
    public bool OnlyDifferences { get; init; }

    /// <summary>Gets whether texts stand below each other, not beside.</summary>
    public bool IsInline { get; init; }

    /// <summary>Gets whether all rows are shown, as far as a page can have them.</summary>
    public bool ShowsAll { get; init; }

    public string Link => Links.With("compare",
    [
        ("left", Left), ("right", Right), ("span", Span), ("only", OnlyDifferences ? "differences" : ""), ("view", IsInline ? "inline" : ""), ("rows", ShowsAll ? "all" : ""),
    ]);

    internal static ComparisonAddress Read(Func<string, string> query) => new(query("left").Trim(), query("right").Trim())
    {
        Span = query("span"),
        OnlyDifferences = query("only") == "differences",
        IsInline = query("view") == "inline",
        ShowsAll = query("rows") == "all",
    };

    internal static string KeyOf(AlignedSpan row) => row.Left?.Id ?? RightOnly + row.Right?.Id;

    /// <summary>The same rows, seen from the other side.</summary>
    internal ComparisonAddress Swapped(AlignedSpan? row) => this with
    {
        Left = Right,
        Right = Left,
        Span = Span.Length > 0 && row is { } chosen ? KeyOf(new AlignedSpan(chosen.Right, chosen.Left, 0)) : "",
    };
}
