using Microsoft.Extensions.AI;
using OtelBridge.Diagnostics;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Chat;

/// <summary>What is known of a chat client when it is wrapped.</summary>
/// <param name="Model">The model for requests that name none, and whose it is.</param>
/// <param name="RunsTools">Whether one call of it is several of the model, with the tools between.</param>
internal sealed record ChatTarget(CalledModel Model, bool RunsTools)
{
    // Of a package that the program may have or not.
    private static readonly Type? FunctionInvocation =
        Type.GetType("Microsoft.Extensions.AI.FunctionInvokingChatClient, Microsoft.Extensions.AI", throwOnError: false);

    /// <summary>Asks a client, whose answers are code of the program.</summary>
    public static ChatTarget Of(IChatClient client)
    {
        try
        {
            var metadata = client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
            return new ChatTarget(
                new CalledModel(metadata?.DefaultModelId, metadata?.ProviderName, metadata?.ProviderUri),
                FunctionInvocation is not null && client.GetService(FunctionInvocation) is not null);
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(ChatTarget), e);
            return new ChatTarget(new CalledModel(null, null, null), RunsTools: false);
        }
    }
}
