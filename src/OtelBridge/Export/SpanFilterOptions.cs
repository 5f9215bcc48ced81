namespace OtelBridge.Export;

/// <summary>Which spans a destination gets. A span must pass each list that is not empty; the others are counted as excluded.</summary>
/// <remarks>
/// In configuration <c>Mlflow:Destinations:NAME:Filter:SpanTypes=CHAT_MODEL,TOOL</c>, and so on; a list set in code comes before the one there.
/// Every span is judged by itself: one that passes is sent also when its parent is not. <c>*</c> stands for any text, case does not count.
/// </remarks>
public sealed class SpanFilterOptions
{
    /// <summary>Gets the types of the spans to be sent, of <see cref="SpanType"/> or of your own.</summary>
    /// <remarks>A span of another instrumentation that has no type counts as <see cref="SpanType.Unknown"/>.</remarks>
    public IList<string> SpanTypes { get; } = [];

    /// <summary>Gets the types of the spans not to be sent.</summary>
    public IList<string> ExcludedSpanTypes { get; } = [];

    /// <summary>Gets the names of the activity sources whose spans are to be sent; those of <see cref="Mlflow"/> are of <c>OtelBridge</c>.</summary>
    public IList<string> Sources { get; } = [];

    /// <summary>Gets the names of the activity sources whose spans are not to be sent.</summary>
    public IList<string> ExcludedSources { get; } = [];

    /// <summary>Gets the experiments whose traces are to be sent, by id or by name: whichever the program or the options say it by.</summary>
    /// <remarks>A trace for which neither says anything is of experiment <c>0</c>, <c>Default</c>.</remarks>
    public IList<string> Experiments { get; } = [];

    /// <summary>Gets the names of the spans to be sent.</summary>
    public IList<string> Names { get; } = [];
}
