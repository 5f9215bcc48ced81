namespace OtelBridge.Attributes;

/// <summary>Attribute keys of Google's Agent Development Kit.</summary>
/// <remarks>Source: MLflow 3.6's translator of this dialect.</remarks>
public static class GoogleAdkKeys
{
    /// <summary>The request to the model.</summary>
    public const string LlmRequest = "gcp.vertex.agent.llm_request";

    /// <summary>The model's answer.</summary>
    public const string LlmResponse = "gcp.vertex.agent.llm_response";

    /// <summary>What the tool was called with.</summary>
    public const string ToolCallArgs = "gcp.vertex.agent.tool_call_args";

    /// <summary>What the tool returned.</summary>
    public const string ToolResponse = "gcp.vertex.agent.tool_response";
}
