using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Content;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Chat;

/// <summary>Writes calls of tools that the provider runs itself, and their results, in the words of the GenAI conventions.</summary>
internal static class ServerToolPart
{
    public static void WriteCall(ContentJson json, ToolCallContent call)
    {
        json.Writer.WriteString("type", "server_tool_call");
        json.WriteName("id", call.CallId);
        switch (call)
        {
            case McpServerToolCallContent mcp:
                json.WriteName("name", mcp.Name);
                json.WriteName("server", mcp.ServerName);
                ToolText.WriteArguments(json, mcp.Arguments);
                break;
            case WebSearchToolCallContent search:
                json.Writer.WriteString("name", "web_search");
                ToolText.WriteArguments(json, search.Queries is null ? null : new Dictionary<string, object?> { ["queries"] = search.Queries });
                break;
            case CodeInterpreterToolCallContent code:
                json.Writer.WriteString("name", "code_interpreter");
                WriteAll(json, "arguments", code.Inputs);
                break;
            default:
                json.WriteName("name", TypeName.Of(call.GetType()));
                break;
        }
    }

    public static void WriteResult(ContentJson json, ToolResultContent result)
    {
        json.Writer.WriteString("type", "server_tool_call_response");
        json.WriteName("id", result.CallId);
        WriteAll(json, "response", result switch
        {
            McpServerToolResultContent mcp => mcp.Outputs,
            WebSearchToolResultContent search => search.Outputs,
            CodeInterpreterToolResultContent code => code.Outputs,
            ImageGenerationToolResultContent image => image.Outputs,
            _ => null,
        });
    }

    private static void WriteAll(ContentJson json, string name, IEnumerable<AIContent>? contents)
    {
        json.Writer.WriteStartArray(name);
        foreach (var content in contents ?? [])
        {
            if (!json.HasRoom)
            {
                PartJson.WriteCut(json);
                break;
            }

            PartJson.Write(json, content);
        }

        json.Writer.WriteEndArray();
    }
}
