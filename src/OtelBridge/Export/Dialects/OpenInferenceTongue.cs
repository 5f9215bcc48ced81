using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Chat;
using OtelBridge.Costs;
using OtelBridge.Export.Forms;

namespace OtelBridge.Export.Dialects;

/// <summary>Says in the words of OpenInference what a span says in MLflow's. What the span has already stays.</summary>
/// <remarks>Source: the OpenInference specification, as of August 2026. Lists come last and are as long as the chat is: where a collector bounds the number of attributes, they are what is left out.</remarks>
internal static class OpenInferenceTongue
{
    private const string Json = "application/json";
    private const string Text = "text/plain";

    // What of a request is no parameter of it.
    private static readonly string[] NoParameters = ["messages", "input", "prompt", "contents", "system", "instructions", "tools", "functions", "model"];

    public static void Write(SpanDraft draft, SpanContent content, ContentRule rule)
    {
        WriteTrace(draft, content);
        if (content.Type is null && draft.Get(OpenInferenceKeys.SpanKind) is null)
        {
            return;
        }

        draft.SetDefault(OpenInferenceKeys.SpanKind, KindOf(content.Type));
        WriteNames(draft, content);
        WriteTokens(draft, TokenCounts.Of(draft.Get(MlflowKeys.ChatTokenUsage)));
        if (LlmCostText.Read(draft.Get(MlflowKeys.LlmCost)) is { } cost)
        {
            WriteCost(draft, cost);
        }

        if (rule.IsCaptured)
        {
            WriteValue(draft, OpenInferenceKeys.InputValue, OpenInferenceKeys.InputMimeType, content.InputsText);
            WriteValue(draft, OpenInferenceKeys.OutputValue, OpenInferenceKeys.OutputMimeType, content.OutputsText);
            OpenInferenceLists.Write(draft, content);
        }
    }

    private static string KindOf(string? type) => type switch
    {
        SpanType.ChatModel => SpanType.Llm,
        SpanType.Workflow or SpanType.Task or SpanType.Parser or SpanType.Memory => SpanType.Chain,
        SpanType.Llm or SpanType.Chain or SpanType.Agent or SpanType.Tool or SpanType.Retriever or SpanType.Embedding or SpanType.Reranker
            or SpanType.Guardrail or SpanType.Evaluator => type,
        _ => SpanType.Unknown,
    };

    private static void WriteTrace(SpanDraft draft, SpanContent content)
    {
        GenAiTongue.Default(draft, OpenInferenceKeys.SessionId, content.Session);
        GenAiTongue.Default(draft, OpenInferenceKeys.UserId, content.User);
        var tags = new List<string>(); // bounded by the attributes of the span
        var metadata = new List<KeyValuePair<string, string>>();
        foreach (var (key, value) in draft.Attributes)
        {
            if (key is null || value is not string text)
            {
                continue;
            }

            if (key.StartsWith(MlflowKeys.TraceTagPrefix, StringComparison.Ordinal))
            {
                tags.Add(text.Length == 0 ? key[MlflowKeys.TraceTagPrefix.Length..] : $"{key.AsSpan(MlflowKeys.TraceTagPrefix.Length)}={text}");
            }
            else if (key.StartsWith(MlflowKeys.TraceMetadataPrefix, StringComparison.Ordinal))
            {
                metadata.Add(new(key[MlflowKeys.TraceMetadataPrefix.Length..], text));
            }
        }

        GenAiTongue.Default(draft, OpenInferenceKeys.Tags, tags.Count > 0 ? tags.ToArray() : null);
        GenAiTongue.Default(draft, OpenInferenceKeys.Metadata, metadata.Count > 0 ? DialectJson.Write(metadata, WriteMembers) : null);
    }

    private static void WriteNames(SpanDraft draft, SpanContent content)
    {
        switch (content.Type)
        {
            case SpanType.Llm or SpanType.ChatModel:
                GenAiTongue.Default(draft, OpenInferenceKeys.ModelName, content.ResponseModel ?? content.RequestModel);
                GenAiTongue.Default(draft, OpenInferenceKeys.Provider, content.Provider is { } provider ? ProviderNames.ToOpenInference(provider) : null);
                GenAiTongue.Default(draft, OpenInferenceKeys.FinishReason, content.Response.Select(message => message.FinishReason).FirstOrDefault(reason => reason is not null));
                GenAiTongue.Default(draft, OpenInferenceKeys.InvocationParameters, Parameters(content.Inputs));
                break;
            case SpanType.Embedding:
                GenAiTongue.Default(draft, OpenInferenceKeys.EmbeddingModelName, content.ResponseModel ?? content.RequestModel);
                break;
            case SpanType.Reranker:
                GenAiTongue.Default(draft, OpenInferenceKeys.RerankerModelName, content.ResponseModel ?? content.RequestModel);
                GenAiTongue.Default(draft, OpenInferenceKeys.RerankerTopK, content.Inputs?.Member("top_k", "top_n", "k") is { ValueKind: JsonValueKind.Number } k && k.TryGetInt64(out var most) ? most : null);
                break;
            case SpanType.Tool:
                draft.SetDefault(OpenInferenceKeys.ToolName, draft.Name);
                break;
            case SpanType.Agent:
                draft.SetDefault(OpenInferenceKeys.AgentName, draft.Get(GenAiKeys.AgentName) as string ?? draft.Name);
                break;
        }
    }

    private static void WriteTokens(SpanDraft draft, TokenCounts tokens)
    {
        GenAiTongue.Default(draft, OpenInferenceKeys.PromptTokens, tokens.Input);
        GenAiTongue.Default(draft, OpenInferenceKeys.CompletionTokens, tokens.Output);
        GenAiTongue.Default(draft, OpenInferenceKeys.TotalTokens, tokens.Total);
        GenAiTongue.Default(draft, OpenInferenceKeys.CacheReadTokens, tokens.CacheRead);
        GenAiTongue.Default(draft, OpenInferenceKeys.CacheWriteTokens, tokens.CacheWrite);
        GenAiTongue.Default(draft, OpenInferenceKeys.ReasoningTokens, tokens.Reasoning);
    }

    private static void WriteCost(SpanDraft draft, in CostReading cost)
    {
        GenAiTongue.Default(draft, OpenInferenceKeys.TotalCost, (double)cost.Total);
        GenAiTongue.Default(draft, OpenInferenceKeys.PromptCost, (double?)cost.Input);
        GenAiTongue.Default(draft, OpenInferenceKeys.CompletionCost, (double?)cost.Output);
        GenAiTongue.Default(draft, OpenInferenceKeys.CacheReadCost, Part(cost.CacheRead));
        GenAiTongue.Default(draft, OpenInferenceKeys.CacheWriteCost, Part(cost.CacheWrite));
        GenAiTongue.Default(draft, OpenInferenceKeys.ReasoningCost, Part(cost.Reasoning));
    }

    private static double? Part(decimal amount) => amount == 0 ? null : (double)amount;

    private static void WriteValue(SpanDraft draft, string key, string typeKey, string? json)
    {
        if (json is not null && draft.Get(key) is null)
        {
            var text = DialectJson.Plain(json);
            draft.Set(key, text);
            draft.Set(typeKey, ReferenceEquals(text, json) && json is ['{', ..] or ['[', ..] ? Json : Text);
        }
    }

    private static string? Parameters(JsonElement? inputs)
    {
        if (inputs is not { ValueKind: JsonValueKind.Object } request || request.Member("messages", "input", "prompt", "contents") is null)
        {
            return null;
        }

        var json = DialectJson.Write(request, static (writer, held) =>
        {
            writer.WriteStartObject();
            foreach (var member in held.EnumerateObject().Where(member => !NoParameters.Contains(member.Name)))
            {
                // As it is: half a surrogate pair in a text cannot be read, but passed on.
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(member.Value.GetRawText());
            }

            writer.WriteEndObject();
        });
        return json == "{}" ? null : json;
    }

    private static void WriteMembers(Utf8JsonWriter writer, List<KeyValuePair<string, string>> members)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in members)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }
}
