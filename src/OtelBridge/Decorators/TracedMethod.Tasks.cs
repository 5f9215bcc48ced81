using System.Diagnostics;
using OtelBridge.Tracing;

namespace OtelBridge.Decorators;

/// <content>Calls that return a task: the span ends with the task, and the task that the caller gets ends after the span.</content>
public sealed partial class TracedMethod
{
    /// <summary>Ends the span when the task ends.</summary>
    public static Task EndWith(Task? task, Activity? activity)
    {
        if (activity is null)
        {
            return task!;
        }

        ActivityEnd.LeaveToCaller(activity);
        if (task is null or { IsCompleted: true })
        {
            EndAfter(task, activity);
            return task!;
        }

        if (task.Status == TaskStatus.Created)
        {
            // The caller is to start this one.
            Follow(task, () => EndAfter(task, activity));
            return task;
        }

        var end = new CallEnd(activity, task);
        Follow(task, end.Complete);
        return end.Task;
    }

    /// <summary>Ends the span when the task ends.</summary>
    public Task<T> EndWith<T>(Task<T>? task, Activity? activity)
    {
        if (activity is null)
        {
            return task!;
        }

        ActivityEnd.LeaveToCaller(activity);
        if (task is null or { IsCompleted: true })
        {
            EndAfter(task, activity);
            return task!;
        }

        if (task.Status == TaskStatus.Created)
        {
            // The caller is to start this one.
            Follow(task, () => EndAfter(task, activity));
            return task;
        }

        var end = new CallEnd<T>(this, activity, task);
        Follow(task, end.Complete);
        return end.Task;
    }

    /// <summary>Ends the span when the task ends.</summary>
    public static ValueTask EndWith(ValueTask task, Activity? activity)
    {
        if (activity is null)
        {
            return task;
        }

        if (!task.IsCompletedSuccessfully)
        {
            return new ValueTask(EndWith(task.AsTask(), activity));
        }

        // Hands a pooled source back, so the task is spent.
        task.GetAwaiter().GetResult();
        ActivityEnd.LeaveToCaller(activity);
        End(activity);
        return default;
    }

    /// <summary>Ends the span when the task ends.</summary>
    public ValueTask<T> EndWith<T>(ValueTask<T> task, Activity? activity)
    {
        if (activity is null)
        {
            return task;
        }

        if (!task.IsCompletedSuccessfully)
        {
            return new ValueTask<T>(EndWith(task.AsTask(), activity));
        }

        // Hands a pooled source back, so the task is spent.
        var result = task.Result;
        ActivityEnd.LeaveToCaller(activity);
        End(activity, result);
        return new ValueTask<T>(result);
    }

    internal static void EndAfter(Task? task, Activity activity)
    {
        if (task is null or { IsCompletedSuccessfully: true })
        {
            End(activity);
        }
        else
        {
            Fail(activity, ExceptionOf(task));
        }
    }

    internal void EndAfter<T>(Task<T>? task, Activity activity)
    {
        if (task is { IsCompletedSuccessfully: false })
        {
            Fail(activity, ExceptionOf(task));
        }
        else
        {
            End(activity, task is null ? null : task.Result);
        }
    }

    /// <summary>What whoever awaits the task will catch.</summary>
    internal static Exception ExceptionOf(Task task)
    {
        if (task.Exception is { } failure)
        {
            return failure.InnerExceptions[0];
        }

        try
        {
            task.GetAwaiter().GetResult();
            return new TaskCanceledException(task);
        }
        catch (Exception e)
        {
            return e;
        }
    }

    // In the caller's execution context, wherever the task completes: the end of a trace is told to the flow that began it.
    internal static void Follow(Task task, Action completed) => task.ConfigureAwait(false).GetAwaiter().OnCompleted(completed);
}
