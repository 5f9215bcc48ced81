using System.Diagnostics;
using System.Text;

namespace OtelBridge.Export;

/// <summary>How large a span is, near enough to bound a queue and to plan requests, without encoding it.</summary>
internal static class SpanSize
{
    /// <summary>Ids, times, name, status, lengths.</summary>
    private const int Base = 160;

    /// <summary>Tags and lengths of one attribute, and any value that is no text.</summary>
    private const int PerAttribute = 16;

    private const int PerEvent = 24;
    private const int PerLink = 40;

    /// <summary>For queues: characters are counted as one byte each; text outside ASCII takes up to three.</summary>
    public static int Estimate(Activity activity) => Of(activity, exact: false);

    /// <summary>For requests: texts are counted in UTF-8 bytes.</summary>
    public static int Measure(Activity activity) => Of(activity, exact: true);

    private static int Of(Activity activity, bool exact)
    {
        long size = Base + activity.DisplayName.Length;
        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            size += Of(tag, exact);
        }

        foreach (ref readonly var @event in activity.EnumerateEvents())
        {
            size += PerEvent + @event.Name.Length;
            foreach (ref readonly var tag in @event.EnumerateTagObjects())
            {
                size += Of(tag, exact);
            }
        }

        foreach (ref readonly var link in activity.EnumerateLinks())
        {
            size += PerLink;
            foreach (ref readonly var tag in link.EnumerateTagObjects())
            {
                size += Of(tag, exact);
            }
        }

        return (int)Math.Min(size, int.MaxValue);
    }

    // Activity takes a null key, whatever its signature says.
    private static long Of(in KeyValuePair<string, object?> tag, bool exact) => PerAttribute + (tag.Key?.Length ?? 0) + (tag.Value switch
    {
        string text => exact ? Encoding.UTF8.GetByteCount(text) : text.Length,
        byte[] bytes => bytes.Length,
        string[] texts => texts.Sum(t => (t?.Length ?? 0) + 4L),
        Array array => array.LongLength * 11,
        _ => 8,
    });
}
