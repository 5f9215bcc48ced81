namespace OtelBridge.Export.Dialects;

/// <summary>What the dialects call those who run models.</summary>
internal static class ProviderNames
{
    /// <summary>The provider that MLflow's name of a form of messages tells; null for a framework, which may talk to any.</summary>
    public static string? OfMessageFormat(string? format) => format switch
    {
        "openai" or "anthropic" or "groq" or "cohere" or "deepseek" => format,
        "gemini" => "gcp.gemini",
        "bedrock" => "aws.bedrock",
        "mistral" => "mistral_ai",
        _ => null,
    };

    /// <summary>OpenInference's name of a provider of the GenAI conventions; a name that is unknown stays.</summary>
    public static string ToOpenInference(string provider) => provider switch
    {
        "azure.ai.openai" or "azure.ai.inference" => "azure",
        "aws.bedrock" => "aws",
        "gcp.gemini" or "gcp.vertex_ai" or "gcp.gen_ai" => "google",
        "mistral_ai" => "mistralai",
        "x_ai" => "xai",
        _ => provider,
    };
}
