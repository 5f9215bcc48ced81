using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Spans;

/// <summary>When things of a span happened, from a start on; clocks may differ, so that it may have been before.</summary>
internal static class SpanTimes
{
    public static string Offset(ulong start, ulong moment) =>
        moment >= start ? $"+{Length(moment - start)}" : $"−{Length(start - moment)}";

    /// <summary>How long a span took; empty while it has no end that comes after its start.</summary>
    public static string Duration(ulong start, ulong end) => end >= start && end > 0 ? Length(end - start) : "";

    private static string Length(ulong nano) => TimeText.Duration((long)Math.Min(nano, long.MaxValue));
}
