using OtelBridge.GenAI.Chat;

namespace Microsoft.Extensions.AI;

/// <summary>Tracing of chat clients.</summary>
public static class MlflowChatClientExtensions
{
    /// <summary>Makes every call of a chat client a span: what was asked, what came, tokens, model, errors, streamed answers included.</summary>
    /// <param name="client">The client.</param>
    /// <returns>A client that calls the given one. A client that is traced already, or has a traced one inside, is returned as it is.</returns>
    /// <remarks>
    /// <para>Spans are made while tracing runs (<c>AddMlflowTracing</c>, <c>MlflowTracing.Init</c>); without it, calls go through at no cost.
    /// What is recorded is decided by <c>MlflowTracingOptions.GenAI</c>. Tracing never changes an answer, and never throws.</para>
    /// <para>In a pipeline with function invocation, trace inside of it (next to the model), so that each call of the model is a span and its tools hang on the
    /// call that asked for them. Outside of it, one span covers the whole run.</para>
    /// <para>Disposing the returned client disposes the given one.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public static IChatClient UseMlflowTracing(this IChatClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.GetService(typeof(MlflowChatClient)) is null ? new MlflowChatClient(client) : client;
    }
}
