using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Tools;

/// <summary>A function whose every call is a span.</summary>
internal class TracedFunction : DelegatingAIFunction
{
    private protected TracedFunction(AIFunction function)
        : base(function)
    {
    }

    public static AIFunction Of(AIFunction function) => function.GetService<TracedFunction>() is null ? new TracedFunction(function) : function;

    /// <summary>For a container, which disposes what it hands out.</summary>
    public static AIFunction ForContainer(AIFunction function) =>
        function.GetService<TracedFunction>() is not null ? function
        : function is IDisposable or IAsyncDisposable ? new OwningTracedFunction(function)
        : new TracedFunction(function);

    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        ModelCall.IsListening
            ? ModelCall.RunAsync(
                new ToolCall(this, arguments),
                static call => call.Function.InnerFunction.InvokeAsync(call.Arguments, call.CancellationToken),
                (Function: this, Arguments: arguments, CancellationToken: cancellationToken))
            : base.InvokeCoreAsync(arguments, cancellationToken);
}
