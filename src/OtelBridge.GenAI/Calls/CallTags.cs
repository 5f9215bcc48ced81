using System.Diagnostics;
using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Tracing;

namespace OtelBridge.GenAI.Calls;

/// <summary>Puts plain attributes on spans of calls; what is not there is not put.</summary>
internal static class CallTags
{
    /// <summary>Sets a name or an id, cut to a length that no name has.</summary>
    public static void Set(Activity activity, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            activity.SetTag(key, value.Length <= 1024 ? value : value[..1024]);
        }
    }

    /// <summary>Sets a whole number.</summary>
    public static void Set(Activity activity, string key, long? value)
    {
        if (value is { } number)
        {
            activity.SetTag(key, number);
        }
    }

    /// <summary>Sets a number, with the digits that the program wrote.</summary>
    public static void Set(Activity activity, string key, float? value)
    {
        if (value is { } number)
        {
            activity.SetTag(key, double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Sets the conversation, which is the trace's session unless it has one.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="id">The conversation's id.</param>
    public static void SetConversation(Activity activity, string? id)
    {
        if (string.IsNullOrEmpty(id))
        {
            return;
        }

        Set(activity, GenAiKeys.ConversationId, id);

        // OpenAI's responses name the answer before, another one at each turn.
        if (!id.StartsWith("resp_", StringComparison.Ordinal)
            && (ActiveTrace.LocalRoot(activity) ?? activity) is var root
            && root.GetTagItem(MlflowKeys.TraceSession) is null)
        {
            TraceFacts.Set(root, session: id);
        }
    }
}
