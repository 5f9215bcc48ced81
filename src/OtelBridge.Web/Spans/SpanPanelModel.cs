using System.Globalization;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Assessments;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Spans;

/// <summary>One span as a page shows it: its heading, the tab that is chosen, and what was said of it.</summary>
public sealed class SpanPanelModel
{
    private const int MaxLinks = 200;

    private SpanPanelModel(Trace found, SpanView view, SpanAddress address, IReadOnlyList<string> names)
    {
        Address = address;
        Name = TextCut.Of(view.Span.Name, ContentLimits.Name);
        Type = view.Type;
        State = view.Span.EndTimeUnixNano == 0 ? TraceState.InProgress : view.Span.Status?.Code switch
        {
            Status.Types.StatusCode.Error => TraceState.Error,
            Status.Types.StatusCode.Ok => TraceState.Ok,
            _ => TraceState.Unspecified,
        };
        StatusMessage = TextCut.Of(view.Span.Status?.Message ?? "", ContentLimits.Value);
        StartUnixNano = view.Span.StartTimeUnixNano;
        Duration = SpanTimes.Duration(view.Span.StartTimeUnixNano, view.Span.EndTimeUnixNano);
        Offset = found.Info.StartTimeUnixNano == view.Span.StartTimeUnixNano ? "" : SpanTimes.Offset(found.Info.StartTimeUnixNano, view.Span.StartTimeUnixNano);
        ParentSpanId = view.IsRoot ? "" : Hex.Write(view.Span.ParentSpanId.Span);
        Kind = view.Span.Kind is Span.Types.SpanKind.Unspecified or Span.Types.SpanKind.Internal ? "" : view.Span.Kind.ToString().ToLowerInvariant();
        Tabs = TabsOf(view.Span);
        Assessments = AssessmentsModel.Of(found.Info, address.SpanId, view.IsRoot, address.Here, names);
    }

    public SpanAddress Address { get; }

    public TextCut Name { get; }

    public string? Type { get; }

    public TraceState State { get; }

    public TextCut StatusMessage { get; }

    public ulong StartUnixNano { get; }

    /// <summary>Gets how long it took; empty while it has not ended.</summary>
    public string Duration { get; }

    /// <summary>Gets how long after the start of the trace it began; empty where it is the first.</summary>
    public string Offset { get; }

    /// <summary>Gets the parent's id; empty where there is none.</summary>
    public string ParentSpanId { get; }

    /// <summary>Gets server, client, producer or consumer; empty for work inside of a process.</summary>
    public string Kind { get; }

    /// <summary>Gets all tabs, each with how many things it has where that is known.</summary>
    public IReadOnlyList<(SpanTab Tab, string Title, int? Count)> Tabs { get; }

    public AssessmentsModel Assessments { get; }

    /// <summary>Gets inputs and outputs; null while another tab is chosen. So are the others.</summary>
    public SpanContentModel? Content { get; private init; }

    public AttributeTable? Attributes { get; private init; }

    public SpanEvents? Events { get; private init; }

    public IReadOnlyList<SpanLinkRow>? Links { get; private init; }

    public SpanResourceModel? Resource { get; private init; }

    public UsageModel? Usage { get; private init; }

    public ContentModel? Raw { get; private init; }

    /// <summary>Makes the model of a span that was read alone.</summary>
    /// <param name="found">The span.</param>
    /// <param name="address">Where it is looked at.</param>
    /// <param name="names">Names that assessments have elsewhere.</param>
    public static SpanPanelModel Of(Trace found, SpanAddress address, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(address);
        var view = SpanView.Of(found)[0];
        var source = new ContentSource(address.TraceId, address.SpanId, SpanValues.Otlp);
        var tab = address.Tab;
        return new SpanPanelModel(found, view, address, names ?? [])
        {
            Content = tab == SpanTab.Content ? SpanContentModel.Of(view, address) : null,
            Attributes = tab == SpanTab.Attributes
                ? AttributeTable.Of(view.Span.Attributes, key => source with { Of = $"{SpanValues.Attribute}:{key}" }, address.Find, "span.attributes.")
                : null,
            Events = tab == SpanTab.Events ? SpanEvents.Of(view.Span, source) : null,
            Links = tab == SpanTab.Links ? [.. view.Span.Links.Take(MaxLinks).Select(LinkRow)] : null,
            Resource = tab == SpanTab.Resource ? SpanResourceModel.Of(found.ResourceSpans[0], source) : null,
            Usage = tab == SpanTab.Usage ? UsageModel.Of(view) : null,
            Raw = tab == SpanTab.Raw ? ContentModel.Of(SpanValues.OtlpJson(found), source) : null,
        };
    }

    /// <summary>How a number stands behind a tab's title; empty where there is none to tell.</summary>
    public static string CountText(int? count) => count is > 0 and var some ? some.ToString(CultureInfo.InvariantCulture) : "";

    private static SpanLinkRow LinkRow(Span.Types.Link link) => new(
        link.TraceId.Length == 16 ? TraceIdText.FromBytes(link.TraceId.Span) : Hex.Write(link.TraceId.Span),
        Hex.Write(link.SpanId.Span),
        AttributeTable.Of(link.Attributes, static _ => null));

    private static IReadOnlyList<(SpanTab Tab, string Title, int? Count)> TabsOf(Span span) =>
    [
        (SpanTab.Content, "Content", null),
        (SpanTab.Attributes, "Attributes", span.Attributes.Count),
        (SpanTab.Events, "Events", span.Events.Count),
        (SpanTab.Links, "Links", span.Links.Count),
        (SpanTab.Resource, "Resource", null),
        (SpanTab.Usage, "Tokens, cost", null),
        (SpanTab.Raw, "Raw", null),
    ];
}
