using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using OpenAIMessage = OpenAI.Chat.ChatMessage;

namespace ChatModels.Conversion;

/// <summary>Messages as OpenAI's client takes them.</summary>
internal static class OpenAIMessages
{
    private const string AnyImage = "image/*";

    public static IEnumerable<OpenAIMessage> Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (options?.Instructions is { Length: > 0 } instructions)
        {
            yield return new SystemChatMessage(instructions);
        }

        foreach (var message in messages)
        {
            foreach (var converted in Of(message))
            {
                yield return converted;
            }
        }
    }

    private static IEnumerable<OpenAIMessage> Of(ChatMessage message)
    {
        if (message.Role == ChatRole.System)
        {
            return [new SystemChatMessage(message.Text)];
        }

        // One message may hold the results of several tools; on the wire each is a message.
        if (message.Role == ChatRole.Tool)
        {
            return message.Contents.OfType<FunctionResultContent>().Select(static result => new ToolChatMessage(result.CallId, Text(result)));
        }

        return message.Role == ChatRole.Assistant ? [Assistant(message)] : [User(message)];
    }

    private static UserChatMessage User(ChatMessage message)
    {
        var parts = message.Contents.Select(Part).OfType<ChatMessageContentPart>().ToList();
        return new UserChatMessage(parts.Count > 0 ? parts : [ChatMessageContentPart.CreateTextPart("")]) { ParticipantName = message.AuthorName };
    }

    private static AssistantChatMessage Assistant(ChatMessage message)
    {
        var calls = message.Contents.OfType<FunctionCallContent>()
            .Select(static call => ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, Arguments(call)))
            .ToList();
        var converted = calls.Count > 0 ? new AssistantChatMessage(calls) : new AssistantChatMessage(message.Text);
        if (calls.Count > 0 && message.Text is { Length: > 0 } text)
        {
            converted.Content.Add(ChatMessageContentPart.CreateTextPart(text));
        }

        converted.ParticipantName = message.AuthorName;
        return converted;
    }

    private static ChatMessageContentPart? Part(AIContent content) => content switch
    {
        TextContent text => ChatMessageContentPart.CreateTextPart(text.Text),
        UriContent image when image.HasTopLevelMediaType("image") => ChatMessageContentPart.CreateImagePart(image.Uri),
        DataContent image when image.HasTopLevelMediaType("image") =>
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(image.Data), image.MediaType is AnyImage ? "image/png" : image.MediaType),
        DataContent audio when audio.HasTopLevelMediaType("audio") => ChatMessageContentPart.CreateInputAudioPart(
            BinaryData.FromBytes(audio.Data),
            audio.MediaType.EndsWith("mpeg", StringComparison.Ordinal) ? ChatInputAudioFormat.Mp3 : ChatInputAudioFormat.Wav),
        DataContent file => ChatMessageContentPart.CreateFilePart(BinaryData.FromBytes(file.Data), file.MediaType, file.Name ?? "file"),
        _ => null,
    };

    private static BinaryData Arguments(FunctionCallContent call) =>
        BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(call.Arguments ?? new Dictionary<string, object?>(), ModelJson.Options));

    private static string Text(FunctionResultContent result) => result.Result switch
    {
        null => result.Exception is { } exception ? $"Error: {exception.Message}" : "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        var other => JsonSerializer.Serialize(other, ModelJson.Options),
    };
}
