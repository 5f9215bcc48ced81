using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Chat;
using OtelBridge.Export.Forms;

namespace OtelBridge.Export.Dialects;

/// <summary>Writes what was said, asked of a tool or found, where the GenAI conventions have a place for it.</summary>
internal static class GenAiContent
{
    public static void Write(SpanDraft draft, SpanContent content, string operation, int maxLength)
    {
        switch (content.Type)
        {
            case SpanType.Tool:
                WriteTool(draft, content);
                break;
            case SpanType.Retriever:
                GenAiTongue.Default(draft, GenAiKeys.RetrievalQuery, content.PlainInput("query", "query_text", "question", "text", "input") ?? content.InputsText);
                GenAiTongue.Default(draft, GenAiKeys.RetrievalDocuments, content.Outputs?.List("documents")?.GetRawText() ?? content.OutputsText);
                break;
            case SpanType.Memory when operation == GenAiOperation.SearchMemory:
                GenAiTongue.Default(draft, GenAiKeys.MemoryQuery, content.PlainInput("query", "question", "text", "input", "key") ?? content.InputsText);
                GenAiTongue.Default(draft, GenAiKeys.MemoryRecords, content.OutputsText);
                break;
            case SpanType.Memory:
                GenAiTongue.Default(draft, GenAiKeys.MemoryRecords, content.InputsText);
                break;
            case SpanType.Llm or SpanType.ChatModel or SpanType.Agent or SpanType.Workflow or SpanType.Chain:
                WriteMessages(draft, content, maxLength);
                break;
        }
    }

    private static void WriteTool(SpanDraft draft, SpanContent content)
    {
        // The model's call itself, {"id":…,"name":…,"arguments":…}, or the arguments alone.
        var call = content.Inputs is { ValueKind: JsonValueKind.Object } inputs && inputs.Member("arguments", "args") is not null && Name(inputs) is not null
            ? ToolJson.Call(inputs)
            : null;
        GenAiTongue.Default(draft, GenAiKeys.ToolCallId, call?.Id ?? content.Inputs?.Text("tool_call_id", "toolCallId", "call_id"));
        GenAiTongue.Default(draft, GenAiKeys.ToolCallArguments, call?.Text ?? Plain(content.InputsText));
        GenAiTongue.Default(draft, GenAiKeys.ToolCallResult, Plain(content.OutputsText));
    }

    private static void WriteMessages(SpanDraft draft, SpanContent content, int maxLength)
    {
        if (draft.Get(GenAiKeys.InputMessages) is null && content.Request.Count > 0)
        {
            var isApart = content.HasInstructions;
            if (isApart)
            {
                draft.SetDefault(GenAiKeys.SystemInstructions, GenAiMessages.WriteParts(content.Request[0]));
            }

            draft.Set(GenAiKeys.InputMessages, GenAiMessages.Write(isApart ? [.. content.Request.Skip(1)] : content.Request, maxLength));
        }

        if (draft.Get(GenAiKeys.OutputMessages) is null && content.Response.Count > 0)
        {
            draft.Set(GenAiKeys.OutputMessages, GenAiMessages.Write(content.Response, maxLength));
        }

        if (draft.Get(GenAiKeys.ToolDefinitions) is null && content.Tools is { } held && ToolJson.Definitions(held) is { Count: > 0 } tools)
        {
            draft.Set(GenAiKeys.ToolDefinitions, GenAiMessages.WriteTools(tools));
        }
    }

    private static string? Name(JsonElement call) => call.Text("name", "tool_name", "toolName");

    private static string? Plain(string? json) => json is null ? null : DialectJson.Plain(json);
}
