using System.Diagnostics;
using System.Text;

namespace OtelBridge.Export.Writing;

/// <summary>How large a span is, near enough to bound a queue and to plan requests, without encoding it.</summary>
internal static class SpanSize
{
    /// <summary>Ids, times, name, status, lengths.</summary>
    private const int Base = 160;

    /// <summary>Tags and lengths of one attribute, and any value that is no text.</summary>
    private const int PerAttribute = 16;

    /// <summary>An element of an array, without its text.</summary>
    private const long PerItem = 11;

    private const int PerEvent = 24;
    private const int PerLink = 40;

    /// <summary>For queues: characters are counted as one byte each; text outside ASCII takes up to three.</summary>
    public static int Estimate(Activity activity) => Of(activity, exact: false);

    /// <summary>For requests: texts are counted in UTF-8 bytes.</summary>
    public static int Measure(Activity activity) => Of(activity, exact: true);

    private static int Of(Activity activity, bool exact)
    {
        var size = Base + Of(activity.DisplayName, exact) + Of(activity.StatusDescription, exact) + Of(activity.TraceStateString, exact);
        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            size += Of(tag, exact);
        }

        foreach (ref readonly var @event in activity.EnumerateEvents())
        {
            size += PerEvent + Of(@event.Name, exact);
            foreach (ref readonly var tag in @event.EnumerateTagObjects())
            {
                size += Of(tag, exact);
            }
        }

        foreach (ref readonly var link in activity.EnumerateLinks())
        {
            size += PerLink + Of(link.Context.TraceState, exact);
            foreach (ref readonly var tag in link.EnumerateTagObjects())
            {
                size += Of(tag, exact);
            }
        }

        return (int)Math.Min(size, int.MaxValue);
    }

    // Activity takes a null key, whatever its signature says.
    private static long Of(in KeyValuePair<string, object?> tag, bool exact, int depth = 0) => PerAttribute + Of(tag.Key, exact) + (tag.Value switch
    {
        string text => Of(text, exact),
        byte[] bytes => bytes.Length,
        object?[] items => Of(items, exact),
        Array array => array.LongLength * PerItem,
        Dictionary<string, object?> map when depth < OtlpAttributeWriter.MaxMapDepth => Of(map, exact, depth + 1),
        _ => 8,
    });

    private static long Of(object?[] items, bool exact)
    {
        var size = items.Length * PerItem;
        foreach (var item in items)
        {
            size += Of(item as string, exact);
        }

        return size;
    }

    private static long Of(Dictionary<string, object?> map, bool exact, int depth)
    {
        try
        {
            var size = 0L;
            foreach (var pair in map)
            {
                size += Of(pair, exact, depth);
            }

            return size;
        }
        catch (Exception)
        {
            // The program changes it meanwhile; its parts are not known.
            return map.Count * PerAttribute;
        }
    }

    private static long Of(string? text, bool exact) => text is null ? 0 : exact ? Encoding.UTF8.GetByteCount(text) : text.Length;
}
