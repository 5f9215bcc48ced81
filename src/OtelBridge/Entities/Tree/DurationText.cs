using System.Globalization;

namespace OtelBridge.Entities.Tree;

/// <summary>Durations with three digits or so: <c>412 µs</c>, <c>12.3 ms</c>, <c>1.24 s</c>, <c>2 min 05 s</c>.</summary>
internal static class DurationText
{
    public static string Of(TimeSpan duration) => duration switch
    {
        { Ticks: < 0 } => "ends before it starts",
        { TotalMilliseconds: < 1 } => Text($"{duration.TotalMicroseconds:0.##} µs"),
        { TotalSeconds: < 1 } => Text($"{duration.TotalMilliseconds:0.#} ms"),
        { TotalMinutes: < 1 } => Text($"{duration.TotalSeconds:0.##} s"),
        { TotalHours: < 1 } => Text($"{duration.Minutes} min {duration.Seconds:00} s"),
        _ => Text($"{(long)duration.TotalHours} h {duration.Minutes:00} min"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
