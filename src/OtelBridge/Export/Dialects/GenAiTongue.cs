using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Chat;
using OtelBridge.Costs;
using OtelBridge.Export.Forms;

namespace OtelBridge.Export.Dialects;

/// <summary>Says in the words of OpenTelemetry's GenAI conventions what a span says in MLflow's. What the span has already stays.</summary>
/// <remarks>Source: OpenTelemetry semantic conventions 1.41, GenAI section; memory operations after its successor.</remarks>
internal static class GenAiTongue
{
    public static void Write(SpanDraft draft, SpanContent content, ContentRule rule)
    {
        WriteTrace(draft, content);
        if (draft.Get(GenAiKeys.OperationName) is not string operation)
        {
            if (GenAiOperation.Of(draft, content) is not { } told)
            {
                return;
            }

            draft.Set(GenAiKeys.OperationName, operation = told);
        }

        Default(draft, GenAiKeys.ProviderName, content.Provider);
        if (content.IsModelCall)
        {
            WriteModel(draft, content);
        }

        WriteNames(draft, content);
        WriteTokens(draft, TokenCounts.Of(draft.Get(MlflowKeys.ChatTokenUsage)));
        if (LlmCostText.Read(draft.Get(MlflowKeys.LlmCost)) is { } cost)
        {
            Default(draft, GenAiKeys.Cost, (double)cost.Total);
        }

        if (rule.IsCaptured)
        {
            GenAiContent.Write(draft, content, operation, rule.MaxLength);
        }
    }

    /// <summary>Sets an attribute that the span lacks, when there is a value for it.</summary>
    public static void Default(SpanDraft draft, string key, object? value)
    {
        if (value is not null and not "")
        {
            draft.SetDefault(key, value);
        }
    }

    private static void WriteTrace(SpanDraft draft, SpanContent content)
    {
        Default(draft, GenAiKeys.ConversationId, content.Session);
        Default(draft, OTelKeys.SessionId, content.Session);
        Default(draft, OTelKeys.UserId, content.User);
    }

    private static void WriteNames(SpanDraft draft, SpanContent content)
    {
        switch (content.Type)
        {
            case SpanType.Agent:
                draft.SetDefault(GenAiKeys.AgentName, draft.Name);
                break;
            case SpanType.Workflow or SpanType.Chain:
                draft.SetDefault(GenAiKeys.WorkflowName, draft.Name);
                break;
            case SpanType.Tool:
                draft.SetDefault(GenAiKeys.ToolName, draft.Name);
                break;
            case SpanType.Retriever:
                Default(draft, GenAiKeys.DataSourceId, content.Inputs?.Text("data_source_id", "data_source", "index_name", "index", "collection_name", "collection"));
                Default(draft, GenAiKeys.RetrievalTopK, Whole(content.Inputs?.Member("top_k", "k", "limit")));
                break;
        }
    }

    private static void WriteModel(SpanDraft draft, SpanContent content)
    {
        Default(draft, GenAiKeys.RequestModel, content.RequestModel);
        Default(draft, GenAiKeys.ResponseModel, content.ResponseModel);
        if (content.Outputs is { } outputs)
        {
            Default(draft, GenAiKeys.ResponseId, outputs.Text("id", "responseId", "response_id"));
        }

        if (content.Inputs is { ValueKind: JsonValueKind.Object } inputs)
        {
            // Gemini keeps them in an object of their own.
            WriteRequest(draft, inputs.Map("generationConfig", "generation_config", "config") ?? inputs);
        }

        if (content.Type == SpanType.Embedding)
        {
            Default(draft, GenAiKeys.EmbeddingsDimensionCount, Whole(content.Inputs?.Member("dimensions")) ?? EmbeddingVectors.Dimensions(content.Outputs));
        }
        else if (content.IsTalk)
        {
            // One for each answer; a text may tell none.
            var reasons = content.Response.Select(message => message.FinishReason).OfType<string>().ToArray();
            Default(draft, GenAiKeys.ResponseFinishReasons, reasons.Length > 0 ? reasons : null);
        }
    }

    private static void WriteRequest(SpanDraft draft, JsonElement request)
    {
        Default(draft, GenAiKeys.RequestTemperature, Number(request.Member("temperature")));
        Default(draft, GenAiKeys.RequestTopP, Number(request.Member("top_p", "topP")));
        Default(draft, GenAiKeys.RequestTopK, Number(request.Member("top_k", "topK")));
        Default(draft, GenAiKeys.RequestMaxTokens, Whole(request.Member("max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens")));
        Default(draft, GenAiKeys.RequestFrequencyPenalty, Number(request.Member("frequency_penalty", "frequencyPenalty")));
        Default(draft, GenAiKeys.RequestPresencePenalty, Number(request.Member("presence_penalty", "presencePenalty")));
        Default(draft, GenAiKeys.RequestSeed, Whole(request.Member("seed")));
        Default(draft, GenAiKeys.RequestChoiceCount, Whole(request.Member("n", "candidateCount")) is > 1 and var count ? count : null);
        Default(draft, GenAiKeys.RequestStopSequences, Texts(request.Member("stop", "stop_sequences", "stopSequences")));
        Default(draft, GenAiKeys.RequestStream, request.Member("stream") is { ValueKind: JsonValueKind.True } ? true : null);
    }

    private static void WriteTokens(SpanDraft draft, TokenCounts tokens)
    {
        Default(draft, GenAiKeys.InputTokens, tokens.Input);
        Default(draft, GenAiKeys.OutputTokens, tokens.Output);
        Default(draft, GenAiKeys.CacheReadTokens, tokens.CacheRead);
        Default(draft, GenAiKeys.CacheCreationTokens, tokens.CacheWrite);
        Default(draft, GenAiKeys.ReasoningTokens, tokens.Reasoning);
    }

    private static double? Number(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var read) && double.IsFinite(read) ? read : null;

    private static long? Whole(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var read) ? read : null;

    private static string[]? Texts(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => [text.PlainText()],
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 => [.. list.EnumerateArray().Select(item => item.PlainText())],
        _ => null,
    };
}
