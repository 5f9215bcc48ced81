using OtelBridge;
using Patterns.Running;

namespace Patterns.LowLevel;

/// <summary>The spans that are under way, as a stack that the parts of a program push to and pop from.</summary>
internal sealed class TraceStateManager(MlflowClient client)
{
    private readonly Stack<MlflowSpan> _stack = new(); // as deep as the program nests

    public static Task<PatternResult> RunAsync(MlflowClient client)
    {
        var state = new TraceStateManager(client);
        var root = state.Push("request", inputs: new { path = "/report" });
        state.Push("load");
        state.Push("query");
        state.Pop(outputs: new { rows = 3 });
        state.Pop();
        state.Push("render");
        state.Pop(outputs: "<html>");
        state.Pop(outputs: new { status = 200 });
        state.Pop(); // nothing is left, and nothing happens
        return PatternResult.Of(root.RequestId);
    }

    public MlflowSpan? Current => _stack.TryPeek(out var span) ? span : null;

    /// <summary>Starts a trace, or a span below the one that is on top.</summary>
    public MlflowSpan Push(string name, object? inputs = null)
    {
        var span = Current is { } parent
            ? client.StartSpan(name, parent.RequestId, parent.SpanId, inputs: inputs)
            : client.StartTrace(name, inputs: inputs);
        _stack.Push(span);
        return span;
    }

    /// <summary>Ends the span on top; with the last one, the trace.</summary>
    public void Pop(object? outputs = null)
    {
        if (!_stack.TryPop(out var span))
        {
            return;
        }

        if (_stack.Count > 0)
        {
            client.EndSpan(span.RequestId, span.SpanId, outputs);
        }
        else
        {
            client.EndTrace(span.RequestId, outputs);
        }
    }
}
