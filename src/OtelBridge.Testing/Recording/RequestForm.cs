using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OtelBridge.Testing.Recording;

/// <summary>Requests as they are written and compared: everything that a model would answer differently to, and nothing that differs from run to run.</summary>
internal static class RequestForm
{
    private const string Model = "model";
    private const string ModelOfOptions = "modelId";

    public static JsonObject OfChat(IEnumerable<ChatMessage> messages, ChatOptions? options, string? defaultModel, bool isStream)
    {
        var request = Begin(ClientFacts.Chat, options?.ModelId ?? defaultModel);
        if (isStream)
        {
            request["stream"] = true;
        }

        request["messages"] = new JsonArray([.. messages.Select(OfMessage)]);
        AddOptions(request, options);
        if (options?.Tools is { Count: > 0 } tools)
        {
            request["tools"] = new JsonArray([.. tools.Select(OfTool)]);
        }

        return request;
    }

    public static JsonObject OfEmbeddings(IEnumerable<string> values, EmbeddingGenerationOptions? options, string? defaultModel)
    {
        var request = Begin(ClientFacts.Embeddings, options?.ModelId ?? defaultModel);
        request["values"] = new JsonArray([.. values.Select(static value => (JsonNode?)value)]);
        AddOptions(request, options);
        return request;
    }

    private static JsonObject Begin(string kind, string? model)
    {
        var request = new JsonObject { ["kind"] = kind };
        if (model is not null)
        {
            request[Model] = model;
        }

        return request;
    }

    private static JsonNode OfMessage(ChatMessage message)
    {
        var node = AiJson.Write(message);
        node.Remove("messageId");
        node.Remove("createdAt");
        return node;
    }

    private static void AddOptions<TOptions>(JsonObject request, TOptions? options)
        where TOptions : class
    {
        if (options is null)
        {
            return;
        }

        var node = AiJson.Write(options);
        node.Remove(ModelOfOptions);
        if (node.Count > 0)
        {
            request["options"] = node;
        }
    }

    private static JsonNode OfTool(AITool tool)
    {
        var node = new JsonObject { ["name"] = tool.Name };
        if (tool.Description.Length > 0)
        {
            node["description"] = tool.Description;
        }

        if (tool is AIFunctionDeclaration { JsonSchema: { ValueKind: JsonValueKind.Object } schema })
        {
            node["schema"] = JsonNode.Parse(schema.GetRawText());
        }

        return node;
    }
}
