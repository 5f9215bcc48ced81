using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.GenAI.Calls;
using OtelBridge.Tracing;

namespace OtelBridge.GenAI.Agents;

/// <summary>What the run of an agent says of itself.</summary>
/// <param name="card">Who runs.</param>
/// <param name="inputs">What it is given.</param>
/// <param name="chain">The agents that hand over to each other.</param>
internal class AgentCall(AgentCard card, object? inputs, AgentChain chain) : ICallRecord
{
    public AgentChain Chain => chain;

    public AgentCard Card => card;

    public string SpanName => $"{card.Operation} {card.Name}";

    public string SpanType => card.IsGroup ? OtelBridge.SpanType.Workflow : OtelBridge.SpanType.Agent;

    public string Operation => card.Operation;

    /// <summary>
    /// The group or the first run, where another span is current: whoever is handed over to runs beside the others, not inside them.
    /// </summary>
    public AskedTool? AskedFor =>
        chain.Container is { } container && !ReferenceEquals(Activity.Current, container)
            ? new AskedTool(container)
            : null;

    /// <summary>The span, once it is known to be recorded.</summary>
    public Activity? Activity { get; private set; }

    public void Ask(Activity activity)
    {
        Activity = activity;
        chain.Enter(activity);
        activity.SetTag(card.IsGroup ? GenAiKeys.WorkflowName : GenAiKeys.AgentName, card.Name);
        CallTags.Set(activity, GenAiKeys.AgentId, card.Id);
        CallTags.Set(activity, GenAiKeys.AgentDescription, card.Description);
        CallTags.SetConversation(activity, string.IsNullOrEmpty(card.ConversationId) ? ConversationAround(activity) : card.ConversationId);
        if (inputs is not null)
        {
            CallContent.Set(activity, MlflowKeys.SpanInputs, inputs);
        }
    }

    private static string? ConversationAround(Activity activity)
    {
        var above = activity.Parent ?? BareActivity.Surrounding(activity);
        while (above is not null && InstrumentedCall.OperationOf(above) is not (GenAiOperations.InvokeAgent or GenAiOperations.InvokeWorkflow))
        {
            above = above.Parent;
        }

        return above?.GetTagItem(GenAiKeys.ConversationId) as string;
    }
}
