using Microsoft.Extensions.AI;
using OtelBridge.Configuration;
using OtelBridge.GenAI.Calls;
using OtelBridge.GenAI.Content;
using OtelBridge.Tracing;

namespace OtelBridge.GenAI.Chat;

/// <summary>Writes an answer in OpenAI's form.</summary>
internal static class ResponseJson
{
    public static string Of(GenAISettings settings, ChatResponse response, CallUsage usage) => ContentJson.Object(
        settings,
        "choices",
        response.Messages.Count,
        (response, usage),
        static (json, answer, i) => WriteChoice(json, answer.response, i),
        static (json, answer) => WriteMembers(json, answer.response, answer.usage));

    private static void WriteChoice(ContentJson json, ChatResponse response, int index)
    {
        json.Writer.WriteStartObject();
        json.Writer.WriteNumber("index", index);
        json.Writer.WritePropertyName("message");
        MessageJson.WriteAnswered(json, response.Messages[index]);
        if (index == response.Messages.Count - 1)
        {
            json.WriteName("finish_reason", response.FinishReason?.Value);
        }

        json.Writer.WriteEndObject();
    }

    private static void WriteMembers(ContentJson json, ChatResponse response, CallUsage usage)
    {
        var writer = json.Writer;
        writer.WriteStartObject();
        json.WriteName("id", response.ResponseId);
        writer.WriteString("object", "chat.completion");
        json.WriteName("model", response.ModelId);
        if (response.CreatedAt is { } created)
        {
            writer.WriteNumber("created", created.ToUnixTimeSeconds());
        }

        if (!usage.IsEmpty)
        {
            writer.WriteStartObject("usage");
            Write(json, "prompt_tokens", usage.Input);
            Write(json, "completion_tokens", usage.Output);
            Write(json, "total_tokens", usage.Total ?? TokenUsageText.Sum(usage.Input, usage.Output));
            WriteDetail(json, "prompt_tokens_details", "cached_tokens", usage.CacheRead);
            WriteDetail(json, "completion_tokens_details", "reasoning_tokens", usage.Reasoning);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteDetail(ContentJson json, string name, string member, long? count)
    {
        if (count is not null)
        {
            json.Writer.WriteStartObject(name);
            Write(json, member, count);
            json.Writer.WriteEndObject();
        }
    }

    private static void Write(ContentJson json, string name, long? count)
    {
        if (count is { } known)
        {
            json.Writer.WriteNumber(name, known);
        }
    }
}
