namespace ChatModels.Conversion;

/// <summary>Whose models an address of OpenAI's protocol serves, in the words of the GenAI conventions.</summary>
internal static class ProviderNames
{
    // The end of the host and the provider's name.
    private static readonly (string Host, string Name)[] Known =
    [
        (".openai.azure.com", "azure.ai.openai"),
        ("api.deepseek.com", "deepseek"),
        ("api.groq.com", "groq"),
        ("api.mistral.ai", "mistral_ai"),
        ("api.perplexity.ai", "perplexity"),
        ("api.x.ai", "x_ai"),
    ];

    /// <summary>The provider; <c>openai</c> when the address is not a known one.</summary>
    public static string Of(Uri? address) =>
        Array.Find(Known, known => address?.Host.EndsWith(known.Host, StringComparison.OrdinalIgnoreCase) == true).Name ?? "openai";
}
