using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Content;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Chat;

/// <summary>Writes the tools that a model is offered, in OpenAI's form.</summary>
internal static class ToolsJson
{
    public static void Write(ContentJson json, IEnumerable<AITool> tools)
    {
        json.Writer.WriteStartArray();
        foreach (var tool in tools)
        {
            if (!json.HasRoom)
            {
                json.Writer.WriteStringValue(Marks.Cut);
                break;
            }

            if (tool is null)
            {
                json.Writer.WriteNullValue();
                continue;
            }

            json.Writer.WriteStartObject();
            if (tool is AIFunctionDeclaration function)
            {
                json.Writer.WriteString("type", "function");
                json.Writer.WriteStartObject("function");
                json.WriteName("name", function.Name);
                WriteDefinition(json, function);
                json.Writer.WriteEndObject();
            }
            else
            {
                // One that the provider runs.
                json.WriteName("type", tool.Name);
                json.WriteName("name", tool.Name);
                json.WriteName("server_label", (tool as HostedMcpServerTool)?.ServerName);
            }

            json.Writer.WriteEndObject();
        }

        json.Writer.WriteEndArray();
    }

    /// <summary>Writes a JSON schema as the program has it, unless it does not fit.</summary>
    public static void WriteSchema(ContentJson json, string name, JsonElement schema)
    {
        if (!json.Captures || schema.ValueKind == JsonValueKind.Undefined)
        {
            return;
        }

        json.Writer.WritePropertyName(name);
        ReadOnlySpan<byte> text;
        try
        {
            text = JsonMarshal.GetRawUtf8Value(schema);
        }
        catch (ObjectDisposedException e)
        {
            json.Writer.WriteStringValue(Marks.Threw(e));
            return;
        }

        if (text.Length > json.Room)
        {
            json.Writer.WriteStringValue(Marks.Cut);
        }
        else if (IsJson(text))
        {
            json.Writer.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.Writer.WriteRawValue(JsonText.Of(schema), skipInputValidation: true);
        }
    }

    // A document that was read with its comments has them still.
    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            reader.Read();
            reader.Skip();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void WriteDefinition(ContentJson json, AIFunctionDeclaration function)
    {
        if (!json.Captures)
        {
            return;
        }

        json.WriteText("description", string.IsNullOrEmpty(function.Description) ? null : function.Description);
        WriteSchema(json, "parameters", function.JsonSchema);
    }
}
