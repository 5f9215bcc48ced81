using System.Collections;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.AI;
using OtelBridge.Configuration;
using OtelBridge.GenAI.Chat;
using OtelBridge.GenAI.Content;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Calls;

/// <summary>Puts contents of the program that are no chat on a span: where they may be recorded, and as they may.</summary>
internal static class CallContent
{
    private const int MaxNameLength = 1024;

    public static bool IsCaptured => GenAISettings.Current.CaptureContent;

    /// <summary>Sets an attribute to the JSON text of a value.</summary>
    public static void Set(Activity activity, string key, object? value)
    {
        var settings = GenAISettings.Current;
        if (settings.CaptureContent)
        {
            activity.SetTag(key, Text(settings, value));
        }
    }

    /// <summary>Sets an attribute to a text as it may be recorded.</summary>
    public static void SetText(Activity activity, string key, string? text)
    {
        var settings = GenAISettings.Current;
        if (settings.CaptureContent && text is not null)
        {
            CallTags.Set(activity, key, RedactedText.Of(text, settings));
        }
    }

    /// <summary>The JSON text of a value: texts, messages and media as in a chat, anything else as it is serialised.</summary>
    private static string Text(GenAISettings settings, object? value) => value switch
    {
        ChatResponse answer => ResponseJson.Of(settings, answer, CallUsage.Of(answer.Usage)),

        // Of a tool; those inside its values can hold themselves.
        IReadOnlyDictionary<string, object?> arguments => ContentJson.Value(settings, arguments, WriteMembers),
        _ => ContentJson.Value(settings, value, Write),
    };

    private static void Write(ContentJson json, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteText(text);
                break;
            case AIContent content:
                PartJson.Write(json, content);
                break;
            case ChatMessage message:
                MessageJson.WriteAnswered(json, message);
                break;
            case CallMembers members:
                WriteMembers(json, members);
                break;
            case WrittenItem item:
                RedactedJson.Write(json, item.Json);
                break;
            case List<WrittenItem> items:
                WriteList(json, items);
                break;
            case IEnumerable<AIContent> or IEnumerable<ChatMessage> or IEnumerable<string> or CallMembers[] when value is ICollection list:
                WriteList(json, list);
                break;
            default:
                RedactedJson.Write(json, JsonText.Of(value));
                break;
        }
    }

    private static void WriteMembers(ContentJson json, IEnumerable<KeyValuePair<string, object?>> members)
    {
        json.Writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            if (!json.HasRoom)
            {
                json.Writer.WriteString(Marks.CutMember, Marks.CutMemberValue);
                break;
            }

            // By way of bytes: a name that is no text as Unicode has it becomes one.
            json.Writer.WritePropertyName(Encoding.UTF8.GetBytes(name.Length <= MaxNameLength ? name : name[..MaxNameLength]));
            Write(json, value);
        }

        json.Writer.WriteEndObject();
    }

    private static void WriteList(ContentJson json, ICollection list)
    {
        json.Writer.WriteStartArray();
        foreach (var item in list)
        {
            if (!json.HasRoom)
            {
                json.Writer.WriteStringValue(Marks.Cut);
                break;
            }

            Write(json, item);
        }

        json.Writer.WriteEndArray();
    }
}
