using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Dialects;
using OtelBridge.Tracing;

namespace OtelBridge.Sources;

/// <summary>Passes on what one span of a call knows beyond another: the server, the id of the answer, tiers, details of the usage.</summary>
internal static class CallKnowledge
{
    // What is said of the call, and not of the request that carried it (http.*, url.*).
    private static readonly string[] OfTheCall = ["gen_ai.", "openai.", "anthropic.", "server.", "azure.", "aws."];

    private static uint Content => Bit(AttributeItem.Inputs) | Bit(AttributeItem.Outputs);

    /// <summary>Gives a span what it lacks; what it says, in whatever words, stays.</summary>
    /// <param name="from">The span that has ended.</param>
    /// <param name="to">The span that gets it.</param>
    /// <param name="withContent">Whether messages, arguments and results go too.</param>
    public static void Give(Activity from, Activity to, bool withContent)
    {
        var said = ItemsOf(to);
        foreach (var (key, value) in from.TagObjects)
        {
            if (key is null || value is null || !OfTheCall.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                continue;
            }

            var items = ItemsOf(key);
            if ((items & said) == 0 && (withContent || !IsContent(key, items)) && to.GetTagItem(key) is null && SpanBounds.HasRoomFor(to, key))
            {
                to.SetTag(key, value);
            }
        }

        if (withContent && (said & Content) == 0 && !HasMessages(to))
        {
            GiveMessages(from, to);
        }
    }

    // Some libraries say messages as events.
    private static void GiveMessages(Activity from, Activity to)
    {
        foreach (ref readonly var @event in from.EnumerateEvents())
        {
            if (ActivitySpan.IsMessage(@event) && SpanBounds.HasRoomForEvent(to))
            {
                to.AddEvent(@event);
            }
        }
    }

    private static bool HasMessages(Activity activity)
    {
        foreach (ref readonly var @event in activity.EnumerateEvents())
        {
            if (ActivitySpan.IsMessage(@event))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsContent(string key, uint items) =>
        (items & Content) != 0 || key is GenAiKeys.SystemInstructions or GenAiKeys.ToolDefinitions;

    private static uint ItemsOf(Activity activity)
    {
        var items = 0u;
        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            items |= tag.Key is null ? 0 : ItemsOf(tag.Key);
        }

        // The model that answered is more than the one that was asked for.
        return items & ~Bit(AttributeItem.Model);
    }

    private static uint ItemsOf(string key)
    {
        var items = 0u;
        foreach (var role in KnownDialects.RolesOf(key))
        {
            items |= Bit(role.Item);
        }

        return items;
    }

    private static uint Bit(AttributeItem item) => 1u << (int)item;
}
