using System.Text.Json;
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Content;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Chat;

/// <summary>Writes a request in OpenAI's form.</summary>
internal static class RequestJson
{
    public static string Of(ChatCall call)
    {
        // Instructions stand before the messages, wherever the provider puts them.
        var messages = call.Messages as IReadOnlyList<ChatMessage> ?? [.. call.Messages];
        var instructions = string.IsNullOrEmpty(call.Options?.Instructions) ? 0 : 1;
        return ContentJson.Object(
            call.Settings,
            "messages",
            messages.Count + instructions,
            (call, messages, instructions),
            static (json, request, i) =>
            {
                if (i < request.instructions)
                {
                    MessageJson.WriteAsked(json, new ChatMessage(ChatRole.System, request.call.Options!.Instructions));
                }
                else
                {
                    MessageJson.WriteAsked(json, request.messages[i - request.instructions]);
                }
            },
            static (json, request) => WriteOptions(json, request.call));
    }

    private static void WriteOptions(ContentJson json, ChatCall call)
    {
        var writer = json.Writer;
        writer.WriteStartObject();
        json.WriteName("model", call.Model.Name);
        if (call.IsStreamed)
        {
            writer.WriteBoolean("stream", true);
        }

        if (call.Options is { } options)
        {
            Write(writer, "temperature", options.Temperature);
            Write(writer, "top_p", options.TopP);
            Write(writer, "top_k", options.TopK);
            Write(writer, "frequency_penalty", options.FrequencyPenalty);
            Write(writer, "presence_penalty", options.PresencePenalty);
            Write(writer, "seed", options.Seed);
            Write(writer, "max_tokens", options.MaxOutputTokens);
            if (options.StopSequences is { Count: > 0 } stops)
            {
                writer.WriteStartArray("stop");
                foreach (var stop in stops)
                {
                    if (!json.HasRoom)
                    {
                        break;
                    }

                    json.WriteText(stop);
                }

                writer.WriteEndArray();
            }

            json.WriteName("reasoning_effort", call.ReasoningLevel);
            WriteFormat(json, options.ResponseFormat);
            WriteToolMode(json, options.ToolMode);
            if (options.AllowMultipleToolCalls is { } parallel)
            {
                writer.WriteBoolean("parallel_tool_calls", parallel);
            }

            json.WriteName("conversation", options.ConversationId);
        }

        writer.WriteEndObject();
    }

    private static void Write<T>(Utf8JsonWriter writer, string name, T? value)
        where T : struct
    {
        if (value is { } number)
        {
            writer.WritePropertyName(name);
            Scalars.TryWrite(writer, number, 0);
        }
    }

    private static void WriteFormat(ContentJson json, ChatResponseFormat? format)
    {
        if (format is null)
        {
            return;
        }

        json.Writer.WriteStartObject("response_format");
        if (format is not ChatResponseFormatJson wanted)
        {
            json.Writer.WriteString("type", "text");
        }
        else if (wanted.Schema is not { } schema)
        {
            json.Writer.WriteString("type", "json_object");
        }
        else
        {
            json.Writer.WriteString("type", "json_schema");
            json.Writer.WriteStartObject("json_schema");
            json.WriteName("name", wanted.SchemaName);
            ToolsJson.WriteSchema(json, "schema", schema);
            json.Writer.WriteEndObject();
        }

        json.Writer.WriteEndObject();
    }

    private static void WriteToolMode(ContentJson json, ChatToolMode? mode)
    {
        switch (mode)
        {
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                json.Writer.WriteStartObject("tool_choice");
                json.Writer.WriteString("type", "function");
                json.Writer.WriteStartObject("function");
                json.WriteName("name", name);
                json.Writer.WriteEndObject();
                json.Writer.WriteEndObject();
                break;
            case RequiredChatToolMode:
                json.Writer.WriteString("tool_choice", "required");
                break;
            case NoneChatToolMode:
                json.Writer.WriteString("tool_choice", "none");
                break;
            case AutoChatToolMode:
                json.Writer.WriteString("tool_choice", "auto");
                break;
        }
    }
}
