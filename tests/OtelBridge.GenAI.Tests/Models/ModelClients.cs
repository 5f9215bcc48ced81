using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using ChatModels;
using ChatModels.Scripting;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Responses;

namespace OtelBridge.GenAI.Tests.Models;

/// <summary>The providers' own clients, at a scripted server, without repetition: a fault is seen once.</summary>
internal static class ModelClients
{
    public const string OpenAIModel = "gpt-4o-mini";
    public const string AnthropicModel = "claude-sonnet-4-5";
    public const int MaxTokens = 1000;

    private const string Key = "any-key";

    public static OpenAIClient OpenAI(ScriptedModelServer server) => new(
        new ApiKeyCredential(Key),
        new OpenAIClientOptions { Endpoint = server.OpenAIAddress, RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });

    public static ResponsesClient Responses(ScriptedModelServer server) => new(
        new ApiKeyCredential(Key),
        new ResponsesClientOptions { Endpoint = server.OpenAIAddress, RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });

    public static AnthropicClient Anthropic(ScriptedModelServer server) =>
        new() { BaseUrl = server.Address.ToString(), ApiKey = Key, MaxRetries = 0 };

    public static OpenAIChatClient OpenAIChat(ScriptedModelServer server) => new(OpenAI(server).GetChatClient(OpenAIModel));

    public static OpenAIEmbeddingGenerator OpenAIEmbeddings(ScriptedModelServer server, string model = "text-embedding-3-small") =>
        new(OpenAI(server).GetEmbeddingClient(model));

    public static IChatClient AnthropicChat(ScriptedModelServer server) => Anthropic(server).AsIChatClient(AnthropicModel, MaxTokens);
}
