using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Content;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Chat;

/// <summary>What tools are called with and answer, as text. Either can be anything, and is never trusted to be serialisable.</summary>
internal static class ToolText
{
    /// <summary>Writes the arguments of a call as OpenAI does, JSON in a text.</summary>
    public static void WriteArguments(ContentJson json, IDictionary<string, object?>? arguments)
    {
        json.Writer.WritePropertyName("arguments");
        json.WriteJsonText(arguments is null ? "{}" : JsonText.Of(arguments));
    }

    /// <summary>Writes what a tool answered: a text as it is, pictures and the like as parts, anything else as JSON in a text.</summary>
    public static void WriteResult(ContentJson json, FunctionResultContent result)
    {
        switch (result.Result)
        {
            case null when result.Exception is { } exception:
                json.WriteText($"{exception.GetType().Name}: {ExceptionText.Message(exception)}");
                break;
            case string text:
                json.WriteText(text);
                break;
            case AIContent content:
                WriteParts(json, [content]);
                break;
            case IEnumerable<AIContent> contents and System.Collections.ICollection:
                WriteParts(json, contents);
                break;
            default:
                json.WriteJsonText(JsonText.Of(result.Result));
                break;
        }
    }

    private static void WriteParts(ContentJson json, IEnumerable<AIContent> contents)
    {
        json.Writer.WriteStartArray();
        foreach (var content in contents)
        {
            if (!json.HasRoom)
            {
                PartJson.WriteCut(json);
                break;
            }

            PartJson.Write(json, content);
        }

        json.Writer.WriteEndArray();
    }
}
