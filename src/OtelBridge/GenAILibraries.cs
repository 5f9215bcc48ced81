namespace OtelBridge;

/// <summary>Libraries whose own spans are traced and read into MLflow's words; they combine.</summary>
[Flags]
public enum GenAILibraries
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>The OpenAI library: sources <c>OpenAI.*</c>, which its experimental switch turns on.</summary>
    OpenAI = 1,

    /// <summary>The Anthropic library: source <c>com.anthropic.sdk.csharp</c>.</summary>
    Anthropic = 1 << 1,

    /// <summary>Microsoft.Extensions.AI: source <c>Experimental.Microsoft.Extensions.AI</c>.</summary>
    MicrosoftExtensionsAI = 1 << 2,

    /// <summary>Semantic Kernel: sources <c>Microsoft.SemanticKernel*</c>.</summary>
    SemanticKernel = 1 << 3,

    /// <summary>Microsoft Agent Framework: sources <c>Experimental.Microsoft.Agents.AI*</c>.</summary>
    AgentFramework = 1 << 4,

    /// <summary>AutoGen: sources <c>AutoGen*</c> and <c>Microsoft.AutoGen*</c>.</summary>
    AutoGen = 1 << 5,

    /// <summary>The Model Context Protocol library: source <c>Experimental.ModelContextProtocol</c>.</summary>
    Mcp = 1 << 6,

    /// <summary>The AI libraries of Azure: sources <c>Azure.AI.*</c>.</summary>
    Azure = 1 << 7,

    /// <summary>All of them.</summary>
    All = OpenAI | Anthropic | MicrosoftExtensionsAI | SemanticKernel | AgentFramework | AutoGen | Mcp | Azure,
}
