using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Otlp;

namespace OtelBridge.Dialects;

/// <summary>Messages that came as events of a span, as the GenAI conventions had it up to 1.36, put together to <c>{"messages":[…]}</c>.</summary>
/// <remarks>An event holds a message's members as attributes, or all of them as JSON text in <c>gen_ai.event.content</c>.</remarks>
internal static class MessageEvents
{
    private const string AssistantRole = "assistant";
    private const string Role = "role";
    private const string Message = "message";
    private const string Content = "content";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What is said of the event, not of the message.
    private static readonly string[] NotOfTheMessage = [GenAiKeys.System, GenAiKeys.ProviderName, "event.name", "index"];

    /// <summary>Gives the messages that were sent; null when no event holds any.</summary>
    public static string? Inputs(Span span) => Write(span, RoleOfInput) ?? Whole(span, GenAiKeys.PromptEvent, GenAiKeys.Prompt);

    /// <summary>Gives the messages that were answered; null when no event holds any.</summary>
    public static string? Outputs(Span span) => Write(span, RoleOfOutput) ?? Whole(span, GenAiKeys.CompletionEvent, GenAiKeys.Completion);

    private static string? RoleOfInput(string name) => name switch
    {
        GenAiKeys.SystemMessageEvent => "system",
        GenAiKeys.UserMessageEvent => "user",
        GenAiKeys.AssistantMessageEvent => AssistantRole,
        GenAiKeys.ToolMessageEvent => "tool",
        _ => null,
    };

    private static string? RoleOfOutput(string name) => name == GenAiKeys.ChoiceEvent ? AssistantRole : null;

    private static string? Whole(Span span, string name, string key) =>
        span.Events.FirstOrDefault(e => e.Name == name)?.Attributes.FirstOrDefault(a => a.Key == key) is { Value: { } value }
            ? AttributeText.Json(value)
            : null;

    private static string? Write(Span span, Func<string, string?> roleOf)
    {
        if (!span.Events.Any(e => roleOf(e.Name) is not null && Says(e)))
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("messages");
            foreach (var e in span.Events)
            {
                if (roleOf(e.Name) is { } role && Says(e))
                {
                    WriteMessage(writer, e, role);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // Where content is not captured, events are sent without it.
    private static bool Says(Span.Types.Event e) => e.Attributes.Any(a =>
        a.Key is Content or "tool_calls" or Message or GenAiKeys.EventContent && a.Value is { ValueCase: not AnyValue.ValueOneofCase.None });

    private static void WriteMessage(Utf8JsonWriter writer, Span.Types.Event e, string role)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal) { [Role] = JsonText(role) }; // bounded by the event's attributes
        foreach (var attribute in e.Attributes)
        {
            if (attribute.Value is not { } value || NotOfTheMessage.Contains(attribute.Key) || AttributeText.Structured(value) is not { } json)
            {
                continue;
            }

            if (attribute.Key is not (GenAiKeys.EventContent or Message) || !json.StartsWith('{') || !TryUnfold(members, json))
            {
                members[attribute.Key is GenAiKeys.EventContent or Message ? Content : attribute.Key] = json;
            }
        }

        writer.WriteStartObject();
        foreach (var (name, json) in members)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json);
        }

        writer.WriteEndObject();
    }

    private static bool TryUnfold(Dictionary<string, string> members, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            Unfold(members, document.RootElement);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // a name that holds half a surrogate pair
        }
    }

    private static void Unfold(Dictionary<string, string> members, JsonElement value)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name == Message && member.Value.ValueKind == JsonValueKind.Object)
            {
                Unfold(members, member.Value);
            }
            else if (!NotOfTheMessage.Contains(member.Name))
            {
                members[member.Name == Message ? Content : member.Name] = member.Value.GetRawText();
            }
        }
    }

    private static string JsonText(string text) => AnyValueJson.Write(new AnyValue { StringValue = text });
}
