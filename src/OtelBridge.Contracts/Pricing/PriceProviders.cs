using System.Collections.Frozen;

namespace OtelBridge.Pricing;

/// <summary>One name for each provider, of the many that instrumentations have for it.</summary>
internal static class PriceProviders
{
    /// <summary>OpenAI, and whoever speaks its protocol: instrumentations cannot tell them apart.</summary>
    public const string OpenAI = "openai";

    private const string Gemini = "gcp.gemini";
    private const string Vertex = "gcp.vertex_ai";
    private const string Bedrock = "aws.bedrock";
    private const string Azure = "azure";
    private const string Mistral = "mistral_ai";
    private const string XAI = "x_ai";
    private const string Moonshot = "moonshot_ai";

    // Keys are what spans say; values what the table says, after the GenAI conventions where these have a name.
    private static readonly FrozenDictionary<string, string> _names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["open_ai"] = OpenAI,
        ["openai.responses"] = OpenAI,
        ["openai.chat"] = OpenAI,
        ["azure.ai.openai"] = Azure,
        ["az.ai.openai"] = Azure,
        ["azure_openai"] = Azure,
        ["azure-openai"] = Azure,
        ["azureopenai"] = Azure,
        ["azure.ai.inference"] = Azure,
        ["az.ai.inference"] = Azure,
        ["azure_ai"] = Azure,
        ["bedrock"] = Bedrock,
        ["aws_bedrock"] = Bedrock,
        ["amazon.bedrock"] = Bedrock,
        ["amazon-bedrock"] = Bedrock,
        ["amazon_bedrock"] = Bedrock,
        ["bedrock_converse"] = Bedrock,
        ["aws"] = Bedrock,
        ["amazon"] = Bedrock,
        ["gemini"] = Gemini,
        ["google"] = Gemini,
        ["gcp.gen_ai"] = Gemini,
        ["google_genai"] = Gemini,
        ["google-genai"] = Gemini,
        ["google.generative-ai"] = Gemini,
        ["vertex_ai"] = Vertex,
        ["vertexai"] = Vertex,
        ["vertex"] = Vertex,
        ["google-vertex"] = Vertex,
        ["google_vertexai"] = Vertex,
        ["google.vertex"] = Vertex,
        ["mistral"] = Mistral,
        ["mistralai"] = Mistral,
        ["xai"] = XAI,
        ["x-ai"] = XAI,
        ["moonshot"] = Moonshot,
        ["moonshotai"] = Moonshot,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Frameworks and gateways that pass a call on: who was asked in the end, they do not say.
    private static readonly FrozenSet<string> _silent = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "_other", "other", "unknown", "custom", "langchain", "langgraph", "llamaindex", "llama_index", "litellm",
        "semantic_kernel", "semantic-kernel", "microsoft.extensions.ai", "microsoft.agents.ai", "autogen");

    // What stands before a slash in a model's name, and is a provider: what others of the names above stand there for is a group of
    // models that anybody may run (mistralai/…, moonshotai/…).
    private static readonly FrozenSet<string> _known = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        OpenAI, "azure", "anthropic", "bedrock", "gemini", "google", "vertex_ai", "mistral", "xai", "x-ai", "groq", "cohere", "moonshot");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _knownBySpan =
        _known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The table's name of a provider; null where the text does not say who was asked.</summary>
    public static string? NameOf(string? provider)
    {
        if (string.IsNullOrWhiteSpace(provider))
        {
            return null;
        }

        var said = provider.Trim();
        return _silent.Contains(said) ? null : _names.TryGetValue(said, out var name) ? name : said.ToLowerInvariant();
    }

    /// <summary>The provider that a model's name begins with (<c>groq/…</c>), in the table's name; null where it is none.</summary>
    public static string? NameOfPrefix(ReadOnlySpan<char> prefix) =>
        _knownBySpan.TryGetValue(prefix, out var known) ? NameOf(known) : null;
}
