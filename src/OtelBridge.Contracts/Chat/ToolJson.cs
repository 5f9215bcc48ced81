using System.Text.Json;

namespace OtelBridge.Chat;

/// <summary>Reads calls of tools, their results, and the definitions of tools.</summary>
public static class ToolJson
{
    /// <summary>Reads the calls of a message that stand beside its content.</summary>
    internal static IEnumerable<ChatPart> Calls(JsonElement message)
    {
        var calls = message.List("tool_calls", "toolCalls") is { } list && list.GetArrayLength() > 0
            ? list
            : message.Map("additional_kwargs")?.List("tool_calls");
        if (calls is { } several)
        {
            return several.EnumerateArray().Where(call => call.ValueKind == JsonValueKind.Object).Select(Call);
        }

        return message.Map("function_call") is { } one ? [Call(one)] : [];
    }

    /// <summary>Reads a call.</summary>
    public static ChatPart Call(JsonElement call)
    {
        call = call.Map("tool_call", "toolCall") ?? call;
        var function = call.Map("function") ?? call;
        var arguments = function.Member("arguments", "args", "input", "parameters")
            ?? call.Map("server_tool_call")
            ?? call.Member("arguments", "args", "input");
        return new ChatPart(ChatPartKind.ToolCall, arguments?.PlainText())
        {
            Id = call.Text("call_id", "callId", "tool_call_id", "toolCallId", "toolUseId", "id"),
            Name = function.Text("name", "toolName", "tool_name"),
        };
    }

    /// <summary>Reads a result.</summary>
    internal static ChatPart Result(JsonElement result)
    {
        var answer = result.Member("response", "result", "output", "content", "server_tool_call_response");
        // Vercel: {"type":"json","value":…}
        var value = answer is { ValueKind: JsonValueKind.Object } typed && typed.Text("type") is not null
            ? typed.Member("value", "text") ?? answer
            : answer;
        return new ChatPart(ChatPartKind.ToolResult, value is { } held ? PartJson.Joined(held) : null)
        {
            Id = result.Text("call_id", "callId", "tool_call_id", "toolCallId", "tool_use_id", "toolUseId", "id"),
            Name = result.Text("name", "toolName", "tool_name"),
        };
    }

    /// <summary>Reads the definitions of a list, or of the request that holds one.</summary>
    public static IReadOnlyList<ChatTool> Definitions(JsonElement value)
    {
        var list = value.ValueKind == JsonValueKind.Array ? value : value.List("tools", "functions") ?? value.Map("config")?.List("tools");
        return list is { } tools ? [.. tools.EnumerateArray().SelectMany(OfElement)] : [];
    }

    private static IEnumerable<ChatTool> OfElement(JsonElement tool)
    {
        // Texts of JSON, alone or as the only member: Vercel, OpenInference.
        if ((tool.ValueKind == JsonValueKind.String ? tool.PlainText() : tool.Text("json_schema", "tool.json_schema")) is { } json)
        {
            return Parsed(json);
        }

        // Gemini keeps a list in each tool.
        if (tool.List("function_declarations", "functionDeclarations") is { } declared)
        {
            return declared.EnumerateArray().SelectMany(OfElement);
        }

        var function = tool.Map("function", "json_schema") ?? tool;
        var parameters = function.Member("parameters", "input_schema", "inputSchema", "parameters_json_schema")?.PlainText();
        return function.Text("name") is { } name ? [new ChatTool(name, function.Text("description"), parameters)] : [];
    }

    private static IEnumerable<ChatTool> Parsed(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? [.. OfElement(document.RootElement)] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
