using System.Diagnostics;

namespace OtelBridge.Decorators;

/// <summary>The task that the caller of a traced method gets: ends as the method's own task did, after the span has ended.</summary>
/// <remarks>Outcomes are handed on, not thrown again: exceptions keep their number and stack traces, a cancellation its token and exception.</remarks>
internal sealed class CallEnd(Activity activity, Task task) : TaskCompletionSource(task.AsyncState)
{
    public void Complete()
    {
        TracedMethod.EndAfter(task, activity);
        SetFromTask(task);
    }
}

/// <summary>As <see cref="CallEnd"/>, of a task with a result.</summary>
internal sealed class CallEnd<T>(TracedMethod method, Activity activity, Task<T> task) : TaskCompletionSource<T>(task.AsyncState)
{
    public void Complete()
    {
        method.EndAfter(task, activity);
        SetFromTask(task);
    }
}
