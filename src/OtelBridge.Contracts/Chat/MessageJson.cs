using System.Text.Json;

namespace OtelBridge.Chat;

/// <summary>Reads one message, in the shape of any provider or framework.</summary>
internal static class MessageJson
{
    /// <summary>Reads a message; null when the object is none.</summary>
    /// <param name="value">The object.</param>
    /// <param name="role">Role of a message that names none.</param>
    public static ChatMessage? Read(JsonElement value, string role)
    {
        // {"lc":1,"type":"constructor","id":["langchain_core","messages","HumanMessage"],"kwargs":{"content":"hi"}}
        if (value.List("id") is { } name && name.GetArrayLength() > 0 && value.Map("kwargs") is { } kwargs)
        {
            return RoleOfType(name[name.GetArrayLength() - 1].PlainText()) is { } constructed ? OfMembers(kwargs, constructed) : null;
        }

        var type = value.Text("type");
        if (value.Text("role") is { } named)
        {
            return OfMembers(value, Normalised(named));
        }

        // {"type":"human","data":{"content":"hi"}}, {"type":"ai","content":"hello"}
        var members = value.Map("data") ?? value;
        if (type is not null && RoleOfType(type) is { } typed && members.Member("content") is not null)
        {
            return OfMembers(members, typed);
        }

        // The items of OpenAI's responses stand beside messages. Gemini's content may have parts and no role.
        return type switch
        {
            "function_call" or "reasoning" or "computer_call" or "web_search_call" or "file_search_call" or "mcp_call" =>
                new ChatMessage(ConversationJson.Assistant, [PartJson.Read(value)]),
            "function_call_output" or "function_call_result" => new ChatMessage(ConversationJson.Tool, [PartJson.Read(value)]),
            null when value.List("parts") is not null => OfMembers(value, role),
            _ => null,
        };
    }

    /// <summary>Makes a message of its content alone: a text, or a list of parts.</summary>
    public static ChatMessage OfContent(string role, JsonElement content) => new(role, [.. PartJson.ReadContent(content)]);

    private static ChatMessage OfMembers(JsonElement value, string role)
    {
        var parts = new List<ChatPart>(); // bounded by the message
        if (value.Text("reasoning_content", "reasoning") is { Length: > 0 } thought)
        {
            parts.Add(new ChatPart(ChatPartKind.Reasoning, thought));
        }

        var answered = value.Text("tool_call_id", "toolCallId") ?? (role == ConversationJson.Tool ? value.Text("id") : null);
        if (value.Member("content", "contents", "parts") is { } content)
        {
            parts.AddRange((answered is not null || role == ConversationJson.Tool) && !PartJson.AreToolResults(content)
                ? [new ChatPart(ChatPartKind.ToolResult, PartJson.Joined(content)) { Id = answered, Name = value.Text("name", "tool_name") }]
                : PartJson.ReadContent(content));
        }

        if (value.Text("refusal") is { Length: > 0 } refusal)
        {
            parts.Add(new ChatPart(ChatPartKind.Text, refusal));
        }

        if (value.Map("audio") is { } audio)
        {
            parts.Add(MediaJson.Read(audio, "audio"));
        }

        // Frameworks repeat calls that stand in the content.
        var known = parts.Where(part => part is { Kind: ChatPartKind.ToolCall, Id: not null }).Select(part => part.Id).ToList();
        parts.AddRange(ToolJson.Calls(value).Where(call => !known.Contains(call.Id)));
        return new ChatMessage(role, parts)
        {
            Name = value.Text("name"),
            FinishReason = value.Text("finish_reason", "finishReason", "stop_reason")
                ?? value.Map("response_metadata")?.Text("finish_reason", "stop_reason"),
        };
    }

    private static string Normalised(string role) => RoleOfType(role) ?? role;

    private static string? RoleOfType(string type) => type switch
    {
        "human" or "user" or "HumanMessage" or "HumanMessageChunk" => ConversationJson.User,
        "ai" or "assistant" or "model" or "AIMessage" or "AIMessageChunk" => ConversationJson.Assistant,
        "system" or "SystemMessage" or "SystemMessageChunk" => ConversationJson.System,
        "tool" or "function" or "ToolMessage" or "ToolMessageChunk" or "FunctionMessage" => ConversationJson.Tool,
        _ => null,
    };
}
