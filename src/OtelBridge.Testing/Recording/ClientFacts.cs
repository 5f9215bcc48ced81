using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OtelBridge.Testing.Recording;

/// <summary>What a client says of itself, which instrumentation puts on spans. Its address is not among it: it may name an account.</summary>
/// <param name="Kind">What it is asked for.</param>
/// <param name="Provider">The provider, when it says.</param>
/// <param name="Model">The model that it asks when a request names none.</param>
/// <param name="Dimensions">How long the vectors of that are.</param>
internal sealed record ClientFacts(string Kind, string? Provider, string? Model, int? Dimensions = null)
{
    public const string Chat = "chat";
    public const string Embeddings = "embeddings";

    public static ClientFacts Of(IChatClient client)
    {
        var metadata = client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        return new ClientFacts(Chat, metadata?.ProviderName, metadata?.DefaultModelId);
    }

    public static ClientFacts Of(IEmbeddingGenerator client)
    {
        var metadata = client.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        return new ClientFacts(Embeddings, metadata?.ProviderName, metadata?.DefaultModelId, metadata?.DefaultModelDimensions);
    }

    public static ClientFacts Read(JsonNode node) =>
        new(node["kind"]!.GetValue<string>(), node["provider"]?.GetValue<string>(), node["model"]?.GetValue<string>(), node["dimensions"]?.GetValue<int>());

    public JsonObject Write()
    {
        var node = new JsonObject { ["kind"] = Kind };
        Add(node, "provider", Provider);
        Add(node, "model", Model);
        Add(node, "dimensions", Dimensions);
        return node;
    }

    private static void Add(JsonObject node, string name, JsonNode? value)
    {
        if (value is not null)
        {
            node[name] = value;
        }
    }
}
