using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Agents;

/// <summary>The run of an agent that returns something.</summary>
internal sealed class AgentAnswer<TResult>(AgentCard card, object? inputs, AgentChain chain) : AgentCall(card, inputs, chain), ICallRecord<TResult>
{
    public void Answer(Activity activity, TResult answer)
    {
        if (activity.GetTagItem(MlflowKeys.SpanOutputs) is null && answer is not NoResult)
        {
            CallContent.Set(activity, MlflowKeys.SpanOutputs, answer);
        }
    }
}
