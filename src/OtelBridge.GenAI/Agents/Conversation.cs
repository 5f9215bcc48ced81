using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Tracing;

namespace OtelBridge.GenAI.Agents;

/// <summary>The conversation that a run belongs to.</summary>
internal static class Conversation
{
    /// <summary>Puts the conversation on a span, and on the trace as its session where the program has named none.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="id">The conversation; that of the run around it when absent.</param>
    public static void Enter(Activity activity, string? id)
    {
        if (string.IsNullOrEmpty(id))
        {
            id = Around(activity);
        }

        if (id is null)
        {
            return;
        }

        activity.SetTag(GenAiKeys.ConversationId, id);
        if (ActiveTrace.LocalRoot(activity) is { } root && root.GetTagItem(MlflowKeys.TraceSession) is null)
        {
            TraceFacts.Set(root, session: id);
        }
    }

    private static string? Around(Activity activity)
    {
        for (var above = activity.Parent ?? BareActivity.Surrounding(activity); above is not null; above = above.Parent)
        {
            if (InstrumentedCall.OperationOf(above) is AgentCard.Agent or AgentCard.Workflow)
            {
                return above.GetTagItem(GenAiKeys.ConversationId) as string;
            }
        }

        return null;
    }
}
