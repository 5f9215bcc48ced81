using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using OtelBridge.Decorators;

namespace OtelBridge.Tracing;

/// <summary>Runs a user's function inside a span. The function stands alone in its try block: nothing of ours replaces its result or its exception.</summary>
/// <remarks>The asynchronous forms start the span themselves, because what an async method makes current is not current for its caller.</remarks>
internal static class TracedCall
{
    public static void Run<TBody>(in SpanCall call, Action<TBody, MlflowSpan> run, TBody body)
    {
        var span = call.Begin();
        try
        {
            run(body, span);
        }
        catch (Exception e) when (Passes(span, e))
        {
            throw;
        }
        finally
        {
            span.End();
        }
    }

    public static TResult Run<TBody, TResult>(in SpanCall call, Func<TBody, MlflowSpan, TResult> run, TBody body)
    {
        var span = call.Begin();
        TResult result;
        var returned = false;
        try
        {
            result = run(body, span);
            returned = true;
        }
        catch (Exception e) when (Passes(span, e))
        {
            throw;
        }
        finally
        {
            if (!returned)
            {
                span.End();
            }
        }

        if (result is Task task && span is { IsRecording: true, Activity: { } activity })
        {
            // An async lambda was taken for a function that returns a task: what it does goes on.
            ActivityEnd.LeaveToCaller(activity);
            Follow(span, task, typeof(TResult));
            return result;
        }

        span.SetResult(result);
        span.End();
        return result;
    }

    public static Task RunAsync<TBody>(SpanCall call, Func<TBody, MlflowSpan, Task> run, TBody body)
    {
        if (SpanSource.IsListening)
        {
            ActiveTrace.BeforeAwait();
            return CompleteAsync(call, run, body);
        }

        try
        {
            return run(body, MlflowSpan.NoOp);
        }
        catch (Exception e)
        {
            return FailAsync<bool>(e);
        }
    }

    public static Task<TResult> RunAsync<TBody, TResult>(SpanCall call, Func<TBody, MlflowSpan, Task<TResult>> run, TBody body)
    {
        if (SpanSource.IsListening)
        {
            ActiveTrace.BeforeAwait();
            return CompleteAsync(call, run, body);
        }

        try
        {
            return run(body, MlflowSpan.NoOp);
        }
        catch (Exception e)
        {
            return FailAsync<TResult>(e);
        }
    }

    public static ValueTask RunAsync<TBody>(SpanCall call, Func<TBody, MlflowSpan, ValueTask> run, TBody body)
    {
        if (SpanSource.IsListening)
        {
            return new(RunAsync(call, static (both, span) => both.run(both.body, span).AsTask(), (run, body)));
        }

        try
        {
            return run(body, MlflowSpan.NoOp);
        }
        catch (Exception e)
        {
            return new(FailAsync<bool>(e));
        }
    }

    public static ValueTask<TResult> RunAsync<TBody, TResult>(SpanCall call, Func<TBody, MlflowSpan, ValueTask<TResult>> run, TBody body)
    {
        if (SpanSource.IsListening)
        {
            return new(RunAsync(call, static (both, span) => both.run(both.body, span).AsTask(), (run, body)));
        }

        try
        {
            return run(body, MlflowSpan.NoOp);
        }
        catch (Exception e)
        {
            return new(FailAsync<TResult>(e));
        }
    }

    // Apart, since what a lambda holds is made at the beginning of its method.
    private static void Follow(MlflowSpan span, Task task, Type type) => TracedMethod.Follow(task, () => Complete(span, task, type));

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A program that reads the result of the task has kept its property; otherwise there is no output to record.")]
    private static void Complete(MlflowSpan span, Task task, Type type)
    {
        if (!task.IsCompletedSuccessfully)
        {
            span.RecordException(TracedMethod.ExceptionOf(task));
        }
        else if (type.IsGenericType && type.GetProperty(nameof(Task<bool>.Result)) is { } result)
        {
            span.SetResult(result.GetValue(task));
        }

        span.End();
    }

    // What a function throws before it returns its task comes out of the task, heard or not.
#pragma warning disable CS1998 // It fails where others would wait.
    private static async Task<TResult> FailAsync<TResult>(Exception exception)
    {
        ExceptionDispatchInfo.Throw(exception);
        return default;
    }
#pragma warning restore CS1998

    // Records in a filter, and catches nothing: blocks that throw again pile up on the stack, and would end a deep recursion that throws.
    private static bool Passes(MlflowSpan span, Exception exception)
    {
        span.RecordException(exception);
        return false;
    }

    private static async Task CompleteAsync<TBody>(SpanCall call, Func<TBody, MlflowSpan, Task> run, TBody body)
    {
        var span = call.Begin();
        try
        {
            await run(body, span).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            span.RecordException(e);
            throw;
        }
        finally
        {
            span.End();
        }
    }

    private static async Task<TResult> CompleteAsync<TBody, TResult>(SpanCall call, Func<TBody, MlflowSpan, Task<TResult>> run, TBody body)
    {
        var span = call.Begin();
        TResult result;
        try
        {
            result = await run(body, span).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            span.RecordException(e);
            span.End();
            throw;
        }

        span.SetResult(result);
        span.End();
        return result;
    }
}
