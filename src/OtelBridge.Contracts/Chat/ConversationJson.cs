using System.Text.Json;

namespace OtelBridge.Chat;

/// <summary>Finds the messages in the request or the answer of a model call, whoever shaped it.</summary>
/// <remarks>OpenAI's two interfaces, Anthropic, Gemini, LangChain, Vercel, the GenAI conventions. Nothing is promised of the shape, so it is told by the members. What holds no messages gives none.</remarks>
public static class ConversationJson
{
    /// <summary>Role of what a model is told before the chat.</summary>
    public const string System = "system";

    /// <summary>Role of the one who asks.</summary>
    public const string User = "user";

    /// <summary>Role of the model.</summary>
    public const string Assistant = "assistant";

    /// <summary>Role of a tool that answers.</summary>
    public const string Tool = "tool";

    // Where requests, and frameworks that wrap them, keep their messages.
    private static readonly string[] MessageLists = ["messages", "input", "contents", "chat_history", "new_message", "prompts"];
    private static readonly string[] Wrappers = ["request", "inputs", "kwargs", "response", "result", "outputs", "llm_output", "update"];

    /// <summary>Reads the messages of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="role">Role of what names none.</param>
    /// <param name="takesText">Whether a text that nobody calls a message is one.</param>
    public static IReadOnlyList<ChatMessage> Read(JsonElement value, string role, bool takesText)
    {
        var messages = new List<ChatMessage>(); // bounded by the value
        Add(messages, value, role, takesText);
        return messages;
    }

    // Depth is bounded by the parser's own limit.
    private static void Add(List<ChatMessage> messages, JsonElement value, string role, bool takesText)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when takesText && value.PlainText() is { Length: > 0 } text:
                messages.Add(new ChatMessage(role, [new ChatPart(ChatPartKind.Text, text)]));
                break;
            case JsonValueKind.Array when PartJson.AreParts(value):
                AddMessage(messages, new ChatMessage(role, PartJson.ReadAll(value)));
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    Add(messages, element, role, takesText);
                }

                break;
            case JsonValueKind.Object when MessageJson.Read(value, role) is { } message:
                AddMessage(messages, message);
                break;
            case JsonValueKind.Object:
                AddHeld(messages, value, role, takesText);
                break;
        }
    }

    private static void AddHeld(List<ChatMessage> messages, JsonElement value, string role, bool takesText)
    {
        var before = messages.Count;
        if (role != Assistant)
        {
            AddSystem(messages, value); // OpenAI's answers repeat the instructions
        }

        var after = messages.Count;
        _ = AddAnswers(messages, value, role)
            || Any(MessageLists, name => AddMember(messages, value, name, role, takesText))
            || AddMember(messages, value, "prompt", role, takesText || before < after)
            || Any(Wrappers, name => value.Map(name) is not null && AddMember(messages, value, name, role, takesText))
            || AddText(messages, value, role, takesText);
        if (messages.Count == after)
        {
            messages.RemoveRange(before, after - before); // a system prompt alone is no chat
        }
    }

    // Anthropic, Vercel: "system"; OpenAI's responses: "instructions"; Gemini: "system_instruction", at times inside "config".
    private static void AddSystem(List<ChatMessage> messages, JsonElement request)
    {
        var system = request.Member(System, "instructions", "system_instruction", "systemInstruction")
            ?? request.Map("config")?.Member("system_instruction", "systemInstruction");
        if (system is { } value)
        {
            AddMessage(messages, MessageJson.OfContent(System, value.Member("parts") ?? value));
        }
    }

    private static bool AddAnswers(List<ChatMessage> messages, JsonElement answer, string role)
    {
        var before = messages.Count;
        foreach (var choice in answer.List("choices", "candidates")?.EnumerateArray() ?? default)
        {
            if (choice.Member("message", "delta", "content", "text") is { } held && Read(held, role, takesText: true) is [var message, ..])
            {
                AddMessage(messages, message with { FinishReason = message.FinishReason ?? choice.Text("finish_reason", "finishReason") });
            }
        }

        // LangChain: a list of prompts, each with a list of answers.
        foreach (var generation in answer.List("generations")?.EnumerateArray().SelectMany(Flat) ?? [])
        {
            Add(messages, generation.Member("message") ?? generation.Member("text") ?? generation, role, takesText: true);
        }

        foreach (var name in (string[])["output", "message", "content"])
        {
            if (messages.Count == before && answer.Member(name) is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } nested)
            {
                Add(messages, nested, role, takesText: false);
            }
        }

        return messages.Count > before;
    }

    // Vercel: the text of an answer beside its tool calls and its thoughts. Others: a text under one of many names.
    private static bool AddText(List<ChatMessage> messages, JsonElement answer, string role, bool takesText)
    {
        if (!takesText)
        {
            return false;
        }

        var parts = new List<ChatPart>(); // bounded by the answer
        if (answer.Text("reasoning", "reasoning_content") is { Length: > 0 } thought)
        {
            parts.Add(new ChatPart(ChatPartKind.Reasoning, thought));
        }

        if (answer.Text("text", "content", "output_text", "output", "response", "completion", "answer") is { Length: > 0 } text)
        {
            parts.Add(new ChatPart(ChatPartKind.Text, text));
        }
        else if (answer.Member("object") is { } value)
        {
            parts.Add(new ChatPart(ChatPartKind.Text, value.PlainText()));
        }

        parts.AddRange(ToolJson.Calls(answer));
        AddMessage(messages, new ChatMessage(role, parts) { FinishReason = answer.Text("finishReason", "finish_reason") });
        return parts.Count > 0;
    }

    private static bool AddMember(List<ChatMessage> messages, JsonElement value, string name, string role, bool takesText)
    {
        var before = messages.Count;
        if (value.Member(name) is { } member)
        {
            Add(messages, member, role, takesText);
        }

        return messages.Count > before;
    }

    private static void AddMessage(List<ChatMessage> messages, ChatMessage message)
    {
        if (message.Parts.Count > 0)
        {
            messages.Add(message);
        }
    }

    private static IEnumerable<JsonElement> Flat(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];

    private static bool Any(string[] names, Func<string, bool> add)
    {
        foreach (var name in names)
        {
            if (add(name))
            {
                return true;
            }
        }

        return false;
    }
}
