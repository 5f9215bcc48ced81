using OtelBridge.GenAI.Tools;

namespace Microsoft.Extensions.AI;

/// <summary>Traces the calls of a function that models may ask for.</summary>
public static class MlflowAIFunctionExtensions
{
    /// <summary>Makes each call of the function a TOOL span <c>execute_tool NAME</c>: arguments, result, fault or cancellation.</summary>
    /// <param name="function">The function.</param>
    /// <returns>A function that does the same, and traces. The same one when it, or one inside it, traces already.</returns>
    /// <remarks>
    /// <para>
    /// The span's parent is the model call that asked for the function, where that is traced with <c>UseMlflowTracing</c>; otherwise the current
    /// span. Where the function invocation of Microsoft.Extensions.AI has a span of the call already, what is known goes onto that one, and there is
    /// no second.
    /// </para>
    /// <para>
    /// What the function tells of itself it still tells, such as <see cref="AITool.GetService(Type, object?)"/> of
    /// <see cref="ApprovalRequiredAIFunction"/>. Members of its own class are those of the function that was given: change a tool of an MCP server
    /// with its <c>With…</c> methods first, and trace it then.
    /// </para>
    /// </remarks>
    public static AIFunction UseMlflowTracing(this AIFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return TracedFunction.Of(function);
    }
}
