using Microsoft.Extensions.AI;
using OtelBridge.Configuration;
using OtelBridge.GenAI.Content;

namespace OtelBridge.GenAI.Chat;

/// <summary>Writes a chunk of a streamed answer in OpenAI's form, for its event.</summary>
internal static class ChunkJson
{
    public static string Of(GenAISettings settings, ChatResponseUpdate update) => ContentJson.Value(settings, update, static (json, chunk) =>
    {
        var writer = json.Writer;
        writer.WriteStartObject();
        json.WriteName("id", chunk.ResponseId);
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        writer.WritePropertyName("delta");
        MessageJson.WriteAnswered(json, new ChatMessage(chunk.Role ?? ChatRole.Assistant, chunk.Contents));
        json.WriteName("finish_reason", chunk.FinishReason?.Value);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
