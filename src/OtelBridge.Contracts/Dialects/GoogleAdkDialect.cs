using OtelBridge.Attributes;

namespace OtelBridge.Dialects;

/// <summary>Google's Agent Development Kit. It names kinds and tokens as the GenAI conventions do.</summary>
internal static class GoogleAdkDialect
{
    public static Dialect Instance { get; } = new()
    {
        Inputs = [GoogleAdkKeys.LlmRequest, GoogleAdkKeys.ToolCallArgs],
        Outputs = [GoogleAdkKeys.LlmResponse, GoogleAdkKeys.ToolResponse],
    };
}
