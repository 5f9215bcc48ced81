using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Content;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Chat;

/// <summary>Writes what a message holds: its parts, and the calls of tools beside them.</summary>
internal static class PartJson
{
    /// <summary>The error code of a refusal, which is an answer and no fault.</summary>
    public const string Refusal = "Refusal";

    /// <summary>Contents in contents, which can hold themselves.</summary>
    private const int MaxDepth = 32;

    /// <summary>Writes one content as one object.</summary>
    public static void Write(ContentJson json, AIContent? content)
    {
        if (content is null)
        {
            json.Writer.WriteNullValue();
            return;
        }

        if (json.Writer.CurrentDepth >= MaxDepth)
        {
            WriteMark(json, Marks.TooDeep);
            return;
        }

        if (content is WrittenContent written)
        {
            WriteWritten(json, written);
            return;
        }

        if (content is DataContent data)
        {
            MediaPart.Write(json, data);
            return;
        }

        if (content is UriContent uri)
        {
            MediaPart.Write(json, uri);
            return;
        }

        if (content is HostedFileContent file)
        {
            MediaPart.Write(json, file);
            return;
        }

        json.Writer.WriteStartObject();
        WriteMembers(json, content);
        json.Writer.WriteEndObject();
    }

    /// <summary>Stands for the parts that did not fit.</summary>
    public static void WriteCut(ContentJson json) => WriteMark(json, Marks.Cut);

    private static void WriteMark(ContentJson json, JsonEncodedText mark)
    {
        json.Writer.WriteStartObject();
        json.Writer.WriteString("type", "text");
        json.Writer.WriteString("text", mark);
        json.Writer.WriteEndObject();
    }

    private static void WriteWritten(ContentJson json, WrittenContent written)
    {
        if (written.Json is { } text && Encoding.UTF8.GetByteCount(text) <= json.Room)
        {
            json.Writer.WriteRawValue(text, skipInputValidation: true);
        }
        else if (!written.IsToolCall)
        {
            WriteCut(json);
        }
        else
        {
            // Which tool was asked for is known, whatever room the text before it took.
            json.Writer.WriteStartObject();
            json.WriteName("id", written.CallId);
            json.Writer.WriteString("type", "function");
            json.Writer.WriteStartObject("function");
            json.WriteName("name", written.Name);
            if (json.Captures)
            {
                json.Writer.WriteString("arguments", Marks.Cut);
            }

            json.Writer.WriteEndObject();
            json.Writer.WriteEndObject();
        }
    }

    private static void WriteMembers(ContentJson json, AIContent content)
    {
        switch (content)
        {
            case TextContent text:
                json.Writer.WriteString("type", "text");
                json.WriteText("text", text.Text);
                break;
            case TextReasoningContent reasoning:
                json.Writer.WriteString("type", "reasoning");
                json.WriteText("text", reasoning.Text);
                break;
            case FunctionCallContent call:
                WriteCall(json, call);
                break;
            case FunctionResultContent result:
                json.Writer.WriteString("type", "tool_result");
                json.WriteName("tool_use_id", result.CallId);
                json.Writer.WritePropertyName("content");
                ToolText.WriteResult(json, result);
                break;
            case ErrorContent error:
                WriteError(json, error);
                break;
            default:
                WriteRarer(json, content);
                break;
        }
    }

    private static void WriteCall(ContentJson json, FunctionCallContent call)
    {
        json.WriteName("id", call.CallId);
        json.Writer.WriteString("type", "function");
        json.Writer.WriteStartObject("function");
        json.WriteName("name", call.Name);
        if (json.Captures)
        {
            ToolText.WriteArguments(json, call.Arguments);
        }

        json.Writer.WriteEndObject();
        if (call.Exception is { } exception)
        {
            // The model's arguments could not be read; what they were is known to the provider's library alone.
            json.WriteName("error", exception.GetType().Name);
            json.WriteText("error_message", json.Captures ? ExceptionText.Message(exception) : null);
        }
    }

    private static void WriteError(ContentJson json, ErrorContent error)
    {
        if (error.ErrorCode == Refusal)
        {
            json.Writer.WriteString("type", "refusal");
            json.WriteText("refusal", error.Message);
            return;
        }

        json.Writer.WriteString("type", "error");
        json.Writer.WriteStartObject("error");
        json.WriteText("message", error.Message);
        json.WriteName("code", error.ErrorCode);
        json.WriteText("details", error.Details);
        json.Writer.WriteEndObject();
    }

    // Tools that the provider runs itself, stores of files, questions to the user.
    private static void WriteRarer(ContentJson json, AIContent content)
    {
        switch (content)
        {
            case HostedVectorStoreContent store:
                json.Writer.WriteString("type", "vector_store");
                json.WriteName("vector_store_id", store.VectorStoreId);
                break;
            case ToolApprovalRequestContent request:
                json.Writer.WriteString("type", "tool_approval_request");
                json.WriteName("id", request.RequestId);
                json.Writer.WritePropertyName("tool_call");
                Write(json, request.ToolCall);
                break;
            case ToolApprovalResponseContent response:
                json.Writer.WriteString("type", "tool_approval_response");
                json.WriteName("id", response.RequestId);
                json.Writer.WriteBoolean("approved", response.Approved);
                json.WriteText("reason", response.Reason);
                break;
            case ToolCallContent call:
                ServerToolPart.WriteCall(json, call);
                break;
            case ToolResultContent result:
                ServerToolPart.WriteResult(json, result);
                break;
            default:
                json.Writer.WriteString("type", TypeName.Of(content.GetType()));
                break;
        }
    }
}
