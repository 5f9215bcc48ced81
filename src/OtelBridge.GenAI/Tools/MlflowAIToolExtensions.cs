using OtelBridge.GenAI.Tools;

namespace Microsoft.Extensions.AI;

/// <summary>Traces the tools that a model is offered.</summary>
public static class MlflowAIToolExtensions
{
    /// <summary>
    /// Traces the calls of those tools that are functions of this program, see <see cref="MlflowAIFunctionExtensions.UseMlflowTracing"/>.
    /// </summary>
    /// <param name="tools">The tools.</param>
    /// <returns>A new list in the same order. Declarations, and tools that the provider runs, are in it as they were.</returns>
    /// <example><code>var options = new ChatOptions { Tools = tools.UseMlflowTracing() };</code></example>
    public static IList<AITool> UseMlflowTracing(this IEnumerable<AITool> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        return [.. tools.Select(static tool => tool is AIFunction function ? TracedFunction.Of(function) : tool)];
    }
}
