using System.Text;
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Content;

namespace OtelBridge.GenAI.Chat;

/// <summary>Writes messages in OpenAI's form.</summary>
internal static class MessageJson
{
    /// <summary>Writes a message of a request: one object, and one more for each result of a tool, which are messages of their own there.</summary>
    public static void WriteAsked(ContentJson json, ChatMessage? message)
    {
        if (message is null)
        {
            json.Writer.WriteNullValue();
            return;
        }

        var others = 0;
        foreach (var content in message.Contents)
        {
            if (content is not FunctionResultContent result)
            {
                others++;
            }
            else if (json.HasRoom)
            {
                WriteResult(json, result);
            }
        }

        if (others > 0 || message.Contents.Count == 0)
        {
            Write(json, message, withResults: false);
        }
    }

    /// <summary>Writes a message of an answer as one object.</summary>
    public static void WriteAnswered(ContentJson json, ChatMessage? message)
    {
        if (message is null)
        {
            json.Writer.WriteNullValue();
            return;
        }

        Write(json, message, withResults: true);
    }

    private static void WriteResult(ContentJson json, FunctionResultContent result)
    {
        var writer = json.Writer;
        writer.WriteStartObject();
        writer.WriteString("role", "tool");
        json.WriteName("tool_call_id", result.CallId);
        if (json.Captures)
        {
            writer.WritePropertyName("content");
            ToolText.WriteResult(json, result);
        }

        writer.WriteEndObject();
    }

    private static void Write(ContentJson json, ChatMessage message, bool withResults)
    {
        json.Writer.WriteStartObject();
        json.WriteName("role", message.Role.Value);
        json.WriteName("name", message.AuthorName);
        if (json.Captures)
        {
            WriteContent(json, message.Contents, withResults);
            json.WriteText("reasoning_content", Reasoning(message.Contents));
        }

        WriteCalls(json, message.Contents);
        json.Writer.WriteEndObject();
    }

    private static void WriteContent(ContentJson json, IList<AIContent> contents, bool withResults)
    {
        var parts = 0;
        TextContent? text = null;
        foreach (var content in contents)
        {
            if (IsPart(content, withResults))
            {
                parts++;
                text = content as TextContent;
            }
        }

        json.Writer.WritePropertyName("content");
        if (parts == 0)
        {
            json.WriteText(null);
        }
        else if (parts == 1 && text is not null)
        {
            json.WriteText(text.Text);
        }
        else
        {
            json.Writer.WriteStartArray();
            foreach (var content in contents)
            {
                if (!IsPart(content, withResults))
                {
                    continue;
                }

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

    private static void WriteCalls(ContentJson json, IList<AIContent> contents)
    {
        var isOpen = false;
        foreach (var content in contents)
        {
            if (content is not (FunctionCallContent or WrittenContent { IsToolCall: true }) || (isOpen && !json.HasRoom))
            {
                continue;
            }

            if (!isOpen)
            {
                json.Writer.WriteStartArray("tool_calls");
                isOpen = true;
            }

            PartJson.Write(json, content);
        }

        if (isOpen)
        {
            json.Writer.WriteEndArray();
        }
    }

    private static bool IsPart(AIContent? content, bool withResults) => content switch
    {
        null => false,
        TextContent text => text.Text.Length > 0,
        TextReasoningContent or FunctionCallContent or UsageContent => false,
        FunctionResultContent => withResults,
        WrittenContent written => !written.IsToolCall,
        _ => true,
    };

    private static string? Reasoning(IList<AIContent> contents)
    {
        string? first = null;
        StringBuilder? all = null;
        foreach (var content in contents)
        {
            if (content is not TextReasoningContent { Text: { Length: > 0 } text })
            {
                continue;
            }

            if (first is null)
            {
                first = text;
            }
            else
            {
                (all ??= new StringBuilder(first)).Append('\n').Append(text);
            }
        }

        return all?.ToString() ?? first;
    }
}
