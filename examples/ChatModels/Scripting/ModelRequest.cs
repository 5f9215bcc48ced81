using System.Text.Json;

namespace ChatModels.Scripting;

/// <summary>A request that a scripted server got, and what a script asks of it, whichever protocol it came in.</summary>
public sealed class ModelRequest
{
    private readonly List<(string Role, JsonElement Message)> _messages = [];

    /// <summary>Reads a request.</summary>
    public ModelRequest(string path, JsonElement body, IReadOnlyDictionary<string, string> headers)
    {
        Path = path;
        Body = body;
        Headers = headers;
        ReadMessages();
    }

    /// <summary>The path, e.g. <c>/v1/chat/completions</c>.</summary>
    public string Path { get; }

    /// <summary>The body; for forms an object of their text fields.</summary>
    public JsonElement Body { get; }

    /// <summary>The headers, by name without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The model asked for.</summary>
    public string Model => Text(Member(Body, "model"));

    /// <summary>Whether the answer is wanted as a stream.</summary>
    public bool Streams => Member(Body, "stream") is { ValueKind: JsonValueKind.True };

    /// <summary>What the system prompt says; empty without one.</summary>
    public string Instructions
    {
        get
        {
            var outside = Text(Member(Body, "system")) + Text(Member(Body, "instructions"));
            return outside.Length > 0 ? outside : string.Join('\n', TextsOf("system").Concat(TextsOf("developer")));
        }
    }

    /// <summary>What the user said last; empty when nothing.</summary>
    public string LastUserText => TextsOf("user").LastOrDefault(static text => text.Length > 0) ?? "";

    /// <summary>The results of the tools that were called since the user spoke last.</summary>
    public IReadOnlyList<string> ToolResults
    {
        get
        {
            var since = _messages.FindLastIndex(static message => message.Role == "user" && Text(message.Message).Length > 0);
            return [.. _messages.Skip(since + 1).SelectMany(static message => ResultsIn(message.Message))];
        }
    }

    /// <summary>The names of the tools offered.</summary>
    public IReadOnlyList<string> Tools => Member(Body, "tools") is { ValueKind: JsonValueKind.Array } tools
        ? [.. tools.EnumerateArray().Select(static tool => Text(Member(Member(tool, "function") ?? tool, "name")))]
        : [];

    /// <summary>How many messages the request carries.</summary>
    public int MessageCount => _messages.Count;

    /// <summary>Whether the user's last words contain these, without regard to case.</summary>
    public bool Asks(string words) => LastUserText.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member) ? member : null;

    /// <summary>The text of a string, a part, a message, or a list of parts.</summary>
    private static string Text(JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Where(IsText).Select(static part => Text(part))),
        { ValueKind: JsonValueKind.Object } value => Text(Member(value, "text") ?? Member(value, "content")),
        _ => "",
    };

    private static bool IsText(JsonElement part) =>
        part.ValueKind == JsonValueKind.String || Text(Member(part, "type")) is "text" or "input_text" or "output_text";

    private static IEnumerable<string> ResultsIn(JsonElement message)
    {
        if (Text(Member(message, "role")) == "tool")
        {
            yield return Text(Member(message, "content"));
        }
        else if (Text(Member(message, "type")) == "function_call_output")
        {
            yield return Text(Member(message, "output"));
        }
        else if (Member(message, "content") is { ValueKind: JsonValueKind.Array } parts)
        {
            foreach (var part in parts.EnumerateArray().Where(static part => Text(Member(part, "type")) == "tool_result"))
            {
                yield return Text(Member(part, "content"));
            }
        }
    }

    private IEnumerable<string> TextsOf(string role) =>
        _messages.Where(message => message.Role == role).Select(static message => Text(Member(message.Message, "content") ?? message.Message));

    private void ReadMessages()
    {
        switch (Member(Body, "messages") ?? Member(Body, "input"))
        {
            case { ValueKind: JsonValueKind.Array } list:
                _messages.AddRange(list.EnumerateArray().Select(static message => (Text(Member(message, "role")), message)));
                break;
            case { ValueKind: JsonValueKind.String } text:
                _messages.Add(("user", text));
                break;
        }
    }
}
