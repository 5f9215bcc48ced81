using System.Globalization;

namespace OtelBridge.Web.Wording;

/// <summary>Numbers of things as people read them.</summary>
internal static class CountText
{
    /// <summary>What stands where something is not known: never a zero.</summary>
    public const string Absent = "–";

    /// <summary>All digits in groups: 12,345.</summary>
    public static string Exact(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Three digits or so: 950, 12.3k, 4.56M, 7.8G.</summary>
    public static string Short(long count) => Math.Abs((double)count) switch
    {
        < 1e4 => Exact(count),
        < 999_500 => Text($"{count / 1e3:0.#}k"),
        < 999_500_000 => Text($"{count / 1e6:0.##}M"),
        _ => Text($"{count / 1e9:#,0.##}G"),
    };

    /// <summary>A number with its noun: 1 trace, 2 traces.</summary>
    public static string Of(long count, string one, string many) => $"{Exact(count)} {(count == 1 ? one : many)}";

    /// <summary>Sizes: 900 B, 1.5 MiB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1L << 10 => Text($"{bytes} B"),
        < 1L << 20 => Text($"{bytes / 1024.0:0.#} KiB"),
        < 1L << 30 => Text($"{bytes / 1048576.0:0.#} MiB"),
        _ => Text($"{bytes / 1073741824.0:#,0.##} GiB"),
    };

    /// <summary>A part of a whole in percents; absent where there is no whole.</summary>
    public static string Share(long part, long whole) => whole == 0 ? Absent : Text($"{100.0 * part / whole:0.#} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
