using System.Globalization;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Chat;
using OtelBridge.Export.Forms;

namespace OtelBridge.Export.Dialects;

/// <summary>Writes the lists of OpenInference, one attribute a member: <c>llm.input_messages.0.message.role</c>.</summary>
internal static class OpenInferenceLists
{
    public static void Write(SpanDraft draft, SpanContent content)
    {
        switch (content.Type)
        {
            case SpanType.Llm or SpanType.ChatModel:
                WriteMessages(draft, OpenInferenceKeys.OutputMessagesPrefix, content.Response);
                WriteTools(draft, content.Tools);
                WriteMessages(draft, OpenInferenceKeys.InputMessagesPrefix, content.Request);
                break;
            case SpanType.Retriever:
                WriteDocuments(draft, OpenInferenceKeys.DocumentsPrefix, content.Outputs);
                break;
            case SpanType.Reranker:
                GenAiTongue.Default(draft, OpenInferenceKeys.RerankerQuery, content.PlainInput("query", "question"));
                WriteDocuments(draft, OpenInferenceKeys.RerankerOutputPrefix, content.Outputs);
                WriteDocuments(draft, OpenInferenceKeys.RerankerInputPrefix, content.Inputs is { ValueKind: JsonValueKind.Object } inputs ? inputs : null);
                break;
            case SpanType.Embedding:
                WriteEmbeddings(draft, content);
                break;
        }
    }

    private static void WriteMessages(SpanDraft draft, string prefix, IReadOnlyList<ChatMessage> messages)
    {
        if (Has(draft, prefix))
        {
            return;
        }

        for (var i = 0; i < messages.Count; i++)
        {
            WriteMessage(draft, Key(prefix, i, "message."), messages[i]);
        }
    }

    private static void WriteMessage(SpanDraft draft, string prefix, ChatMessage message)
    {
        Add(draft, prefix, "role", message.Role);
        Add(draft, prefix, "name", message.Name);
        var calls = 0;
        var said = message.Parts.Where(part => part.Kind != ChatPartKind.ToolCall).ToList();
        foreach (var call in message.Parts.Where(part => part.Kind == ChatPartKind.ToolCall))
        {
            var at = Key(prefix + "tool_calls.", calls++, "tool_call.");
            Add(draft, at, "id", call.Id);
            Add(draft, at, "function.name", call.Name);
            Add(draft, at, "function.arguments", call.Text);
        }

        if (said is [{ Kind: ChatPartKind.Text or ChatPartKind.ToolResult } only])
        {
            Add(draft, prefix, "content", only.Text);
            Add(draft, prefix, "tool_call_id", only.Id);
            return;
        }

        for (var i = 0; i < said.Count; i++)
        {
            WritePart(draft, Key(prefix + "contents.", i, "message_content."), said[i]);
        }
    }

    private static void WritePart(SpanDraft draft, string prefix, ChatPart part)
    {
        var isImage = part.Kind == ChatPartKind.Media && part.MediaType?.StartsWith("image", StringComparison.Ordinal) == true;
        var type = part.Kind switch
        {
            ChatPartKind.Reasoning => "reasoning",
            ChatPartKind.ToolResult => "tool_result",
            ChatPartKind.Media => isImage ? "image" : part.MediaType?.Split('/')[0] ?? "file",
            _ => "text",
        };
        Add(draft, prefix, "type", type);
        Add(draft, prefix, isImage ? "image.image.url" : "text", part.Kind == ChatPartKind.Media ? part.Uri ?? part.Text : part.Text);
    }

    private static void WriteTools(SpanDraft draft, JsonElement? held)
    {
        if (held is not { } value || Has(draft, OpenInferenceKeys.ToolsPrefix))
        {
            return;
        }

        var list = value.ValueKind == JsonValueKind.Array ? value : value.List("tools", "functions") ?? default;
        var i = 0;
        foreach (var tool in Items(list))
        {
            Add(draft, Key(OpenInferenceKeys.ToolsPrefix, i++, "tool."), "json_schema", tool.PlainText());
        }
    }

    private static void WriteDocuments(SpanDraft draft, string prefix, JsonElement? held)
    {
        if (held is not { } value || Has(draft, prefix))
        {
            return;
        }

        var list = value.ValueKind == JsonValueKind.Array ? value : value.List("documents", "results", "docs") ?? default;
        var i = 0;
        foreach (var item in Items(list))
        {
            WriteDocument(draft, Key(prefix, i++, "document."), item);
        }
    }

    private static void WriteDocument(SpanDraft draft, string prefix, JsonElement document)
    {
        Add(draft, prefix, "content", document.ValueKind == JsonValueKind.Object ? document.Text("page_content", "content", "text") : document.PlainText());
        Add(draft, prefix, "id", document.Text("id", "doc_id", "document_id"));
        var metadata = document.Map("metadata");
        if ((document.Member("score", "relevance_score", "similarity") ?? metadata?.Member("score")) is { ValueKind: JsonValueKind.Number } score)
        {
            draft.Attributes.Add(new(prefix + "score", score.GetDouble()));
        }

        Add(draft, prefix, "metadata", metadata?.GetRawText());
    }

    private static void WriteEmbeddings(SpanDraft draft, SpanContent content)
    {
        if (Has(draft, OpenInferenceKeys.EmbeddingsPrefix))
        {
            return;
        }

        var input = content.Inputs is { ValueKind: JsonValueKind.Object } request ? request.Member("input", "inputs", "texts", "text", "contents") : content.Inputs;
        var i = 0;
        foreach (var text in input is { ValueKind: JsonValueKind.Array } several ? several.EnumerateArray() : input is { } one ? [one] : Enumerable.Empty<JsonElement>())
        {
            Add(draft, Key(OpenInferenceKeys.EmbeddingsPrefix, i++, "embedding."), "text", text.PlainText());
        }

        i = 0;
        foreach (var vector in content.Outputs is { } outputs ? EmbeddingVectors.Of(outputs) : [])
        {
            var numbers = vector.EnumerateArray().Where(number => number.ValueKind == JsonValueKind.Number).Select(number => number.GetDouble()).ToArray();
            draft.Attributes.Add(new(Key(OpenInferenceKeys.EmbeddingsPrefix, i++, "embedding.vector"), numbers));
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static bool Has(SpanDraft draft, string prefix)
    {
        foreach (var (key, _) in draft.Attributes)
        {
            if (key is not null && key.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // At the end, without looking for the key: that nobody has said it yet was seen once for the whole list.
    private static void Add(SpanDraft draft, string prefix, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            draft.Attributes.Add(new(prefix + name, value));
        }
    }

    private static string Key(string prefix, int index, string name) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}.{name}");
}
