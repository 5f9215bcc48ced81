using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using OpenAIFinishReason = OpenAI.Chat.ChatFinishReason;

namespace ChatModels.Conversion;

/// <summary>A whole answer of OpenAI's client, and what it has in common with a streamed one.</summary>
internal static class OpenAIAnswer
{
    private const string Refusal = "Refusal";

    public static ChatResponse Of(ChatCompletion completion)
    {
        var message = new ChatMessage { Role = ChatRole.Assistant, MessageId = completion.Id, RawRepresentation = completion };
        if (Reasoning(completion) is { Length: > 0 } reasoning)
        {
            message.Contents.Add(new TextReasoningContent(reasoning));
        }

        foreach (var part in completion.Content.Where(static part => part.Kind == ChatMessageContentPartKind.Text && part.Text is not null))
        {
            message.Contents.Add(new TextContent(part.Text));
        }

        if (completion.Refusal is { } refusal)
        {
            message.Contents.Add(Refused(refusal));
        }

        foreach (var call in completion.ToolCalls)
        {
            message.Contents.Add(Call(call.Id, call.FunctionName, call.FunctionArguments.ToString()));
        }

        return new ChatResponse(message)
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = completion.CreatedAt,
            FinishReason = Reason(completion.FinishReason),
            Usage = completion.Usage is null ? null : Usage(completion.Usage),
            RawRepresentation = completion,
        };
    }

    public static ErrorContent Refused(string text) => new(text) { ErrorCode = Refusal };

    /// <summary>A call; arguments that are no JSON are kept as the call's exception, so that whoever calls tools can say so to the model.</summary>
    public static FunctionCallContent Call(string id, string name, string arguments) => FunctionCallContent.CreateFromParsedArguments(
        arguments,
        id,
        name,
        static text => text.Length == 0 ? null : JsonSerializer.Deserialize<Dictionary<string, object?>>(text, ModelJson.Options));

    public static ChatFinishReason Reason(OpenAIFinishReason reason) => reason switch
    {
        OpenAIFinishReason.Stop => ChatFinishReason.Stop,
        OpenAIFinishReason.Length => ChatFinishReason.Length,
        OpenAIFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        _ => ChatFinishReason.ToolCalls,
    };

    public static UsageDetails Usage(ChatTokenUsage usage) => new()
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
        CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
    };

    /// <summary>What the model thought, where the provider says it: OpenAI's own client has no member for it.</summary>
    private static string? Reasoning(ChatCompletion completion) =>
        completion.Patch.TryGetValue("$.choices[0].message.reasoning_content"u8, out string? text) ? text : null;
}
