using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.TraceView;

namespace OtelBridge.Web.Tests.TraceView;

/// <summary>Waterfalls of made-up spans.</summary>
internal static class Falls
{
    /// <summary>A minute after the spans of the samples start.</summary>
    public const long Now = (long)OtlpSamples.Start + 60_000_000_000;

    public static Waterfall Of(params IEnumerable<Span> spans) => Waterfall.Of(TraceOf(spans), Now);

    public static Trace TraceOf(params IEnumerable<Span> spans) => new()
    {
        Info = new TraceInfo { TraceId = OtlpSamples.TraceIdText(1) },
        ResourceSpans = { OtlpSamples.Request(spans).ResourceSpans },
    };

    public static WaterfallRow Row(this Waterfall waterfall, int span) => waterfall.Rows.Single(row => row.Id == OtlpSamples.SpanIdText(span));

    /// <summary>A moment as milliseconds after the start of the samples.</summary>
    public static double Ms(long unixNano) => (unixNano - (long)OtlpSamples.Start) / 1e6;
}
