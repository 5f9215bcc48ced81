using Microsoft.AspNetCore.Http;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Spans;

/// <summary>Where a span is looked at: on the page of its trace, whose other parameters stay as they are.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="SpanId">The span, in hex.</param>
/// <param name="Tab">What of it.</param>
/// <param name="View">How its content is shown.</param>
/// <param name="Find">What its attributes are searched for.</param>
/// <param name="Kept">What else the page's address says.</param>
public sealed record SpanAddress(string TraceId, string SpanId, SpanTab Tab, ContentViewKind View, string Find, IReadOnlyList<(string Name, string Value)> Kept)
{
    public const string SpanName = "span";
    public const string TabName = "tab";
    public const string ViewName = "view";
    public const string FindName = "find";

    private const int MaxKept = 30;

    private static readonly string[] Own = [SpanName, TabName, ViewName, FindName, "edit"];

    /// <summary>Gets the page without parameters, for forms.</summary>
    public string Page => Links.Trace(TraceId);

    /// <summary>Gets the address itself.</summary>
    public string Here => Links.With(Page, Parameters());

    public static SpanAddress Read(IQueryCollection query, string traceId, string spanId)
    {
        ArgumentNullException.ThrowIfNull(query);
        var kept = query.Where(static pair => !Own.Contains(pair.Key))
            .SelectMany(static pair => pair.Value.OfType<string>().Select(value => (pair.Key, value)))
            .Take(MaxKept);
        return new SpanAddress(
            traceId, spanId, Read<SpanTab>(query[TabName]), Read<ContentViewKind>(query[ViewName]), query[FindName].ToString().Trim(), [.. kept]);
    }

    public string At(SpanTab tab) => (this with { Tab = tab, Find = "" }).Here;

    public string At(ContentViewKind view) => (this with { View = view }).Here;

    /// <summary>All parameters.</summary>
    public IEnumerable<(string Name, string Value)> Parameters() =>
    [
        (SpanName, SpanId),
        .. Kept,
        (TabName, Tab == SpanTab.Content ? "" : Text(Tab)),
        (ViewName, View == ContentViewKind.Best ? "" : Text(View)),
        (FindName, Find),
    ];

    private static string Text<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static T Read<T>(string? text)
        where T : struct, Enum => Enum.GetValues<T>().FirstOrDefault(value => Text(value) == text);
}
