namespace OtelBridge.Store.Model;

/// <summary>A value that traces are found by.</summary>
/// <param name="Kind">What it is a value of.</param>
/// <param name="Key">Key of the tag or metadata; empty for the other kinds.</param>
/// <param name="Value">The value, cut by <see cref="FacetRule.Cut"/>.</param>
internal readonly record struct Facet(FacetKind Kind, string Key, string Value)
{
    /// <summary>The value of <see cref="FacetKind.SpanStatus"/>.</summary>
    public const string ErrorStatus = "ERROR";

    public static Facet Of(FacetKind kind, string value) => new(kind, string.Empty, FacetRule.Cut(value));

    public static Facet Of(FacetKind kind, string key, string value) => new(kind, key, FacetRule.Cut(value));
}
