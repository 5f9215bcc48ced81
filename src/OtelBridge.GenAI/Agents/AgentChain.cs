using System.Diagnostics;
using OtelBridge.GenAI.Calls;
using OtelBridge.Tracing;

namespace OtelBridge.GenAI.Agents;

/// <summary>Agents that hand over to each other.</summary>
/// <param name="container">What they run below, where it is known already.</param>
internal sealed class AgentChain(Activity? container = null)
{
    private Activity? _container = container;
    private MlflowAgentRun? _active;

    /// <summary>What all of them run below: the group, or the run that began; null when that is not recorded.</summary>
    public Activity? Container => Volatile.Read(ref _container);

    /// <summary>Notes the span of the run that begins; of the later ones nothing is noted.</summary>
    public void Enter(Activity first)
    {
        var group = first.Parent is { } above && InstrumentedCall.OperationOf(above) == GenAiOperations.InvokeWorkflow ? above : null;
        Interlocked.CompareExchange(ref _container, group ?? first, null);
    }

    /// <summary>Ends the run that was handed over to last, if it has not ended, and takes the next one in its place.</summary>
    public void Replace(MlflowAgentRun? next) => Interlocked.Exchange(ref _active, next)?.End();
}
