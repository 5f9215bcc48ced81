using ChatModels.Scripting;
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Tests.Models;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>The chat clients of the packages with our middleware around them.</summary>
internal static class TracedModels
{
    public const string OpenAI = "openai";
    public const string Anthropic = "anthropic";

    public static TheoryData<string, bool> ProvidersWholeAndStreamed => new() { { OpenAI, false }, { OpenAI, true }, { Anthropic, false }, { Anthropic, true } };

    public static TheoryData<string> Providers => [OpenAI, Anthropic];

    public static string ModelOf(string provider) => provider == OpenAI ? ModelClients.OpenAIModel : ModelClients.AnthropicModel;

    public static IChatClient Bare(string provider, ScriptedModelServer server) =>
        provider == OpenAI ? ModelClients.OpenAIChat(server) : ModelClients.AnthropicChat(server);

    public static IChatClient Of(string provider, ScriptedModelServer server) => Bare(provider, server).UseMlflowTracing();

    /// <summary>Asks, whole or streamed, and reads to the end.</summary>
    public static async Task<ChatResponse> AskAsync(
        this IChatClient client, bool streamed, string text, ChatOptions? options = null, CancellationToken cancellationToken = default) => streamed
        ? await client.GetStreamingResponseAsync(text, options, cancellationToken).ToChatResponseAsync(cancellationToken)
        : await client.GetResponseAsync(text, options, cancellationToken);
}
