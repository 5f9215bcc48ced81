namespace OtelBridge.GenAI.Calls;

/// <summary>What the GenAI conventions call those who run models, for what .NET's libraries call them.</summary>
internal static class ProviderNames
{
    private static readonly string[] AzureHosts = [".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"];

    /// <summary>The name of a provider; one that is unknown stays.</summary>
    /// <param name="name">What the client calls it.</param>
    /// <param name="uri">Where the client's requests go.</param>
    public static string? Of(string? name, Uri? uri)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        return Normalised(name) switch
        {
            "openai" when uri is { IsAbsoluteUri: true } && Array.Exists(AzureHosts, host => uri.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase)) => "azure.ai.openai",
            "openai" => "openai",
            "azureopenai" or "azure" or "azaiopenai" or "azureaiopenai" => "azure.ai.openai",
            "azaiinference" or "azureaiinference" => "azure.ai.inference",
            "anthropic" or "claude" => "anthropic",
            "bedrock" or "aws" or "awsbedrock" or "amazonbedrock" => "aws.bedrock",
            "gemini" or "google" or "googlegemini" or "gcpgemini" or "googleai" => "gcp.gemini",
            "vertex" or "vertexai" or "googlevertexai" or "gcpvertexai" => "gcp.vertex_ai",
            "gcpgenai" or "googlegenai" => "gcp.gen_ai",
            "mistral" or "mistralai" => "mistral_ai",
            "xai" or "grok" => "x_ai",
            "watsonx" or "ibmwatsonx" or "ibmwatsonxai" => "ibm.watsonx.ai",
            "moonshot" or "moonshotai" => "moonshot_ai",
            "cohere" or "groq" or "deepseek" or "perplexity" => Normalised(name),
            _ => name,
        };
    }

    private static string Normalised(string name) =>
        string.Create(name.Length, name, static (text, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                text[i] = char.IsAsciiLetterOrDigit(from[i]) ? char.ToLowerInvariant(from[i]) : '\0';
            }
        }).Replace("\0", string.Empty, StringComparison.Ordinal);
}
