using System.Text.Json;
using System.Text.Json.Nodes;

namespace OtelBridge.Tracing.Json;

/// <content>Values that are JSON already.</content>
internal ref partial struct ValueWalker
{
    private void WriteNode(JsonValue node)
    {
        if (node.TryGetValue<JsonElement>(out var element))
        {
            WriteElement(element);
        }
        else if (node.GetValueKind() is JsonValueKind.Object or JsonValueKind.Array)
        {
            WriteShaped(node);
        }
        else
        {
            node.WriteTo(writer);
        }
    }

    private void WriteElement(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Object or JsonValueKind.Array && _depth == MaxDepth)
        {
            writer.WriteStringValue(Marks.TooDeep);
            return;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object: WriteElementObject(element); break;
            case JsonValueKind.Array: WriteElementArray(element); break;
            case JsonValueKind.String: WriteString(element.GetString() ?? string.Empty); break;
            case JsonValueKind.Undefined: writer.WriteNullValue(); break;
            default: element.WriteTo(writer); break;
        }
    }

    private void WriteElementObject(JsonElement element)
    {
        var members = element.EnumerateObject();
        writer.WriteStartObject();
        _ancestors[_depth++] = null;
        try
        {
            foreach (var member in members)
            {
                if (!TryWriteEntry(member.Name, member.Value))
                {
                    break;
                }
            }
        }
        catch (Exception e)
        {
            // The document can be disposed by another thread at any time.
            writer.WriteString(Marks.ErrorMember, Marks.Threw(e));
        }

        _depth--;
        writer.WriteEndObject();
    }

    private void WriteElementArray(JsonElement element)
    {
        var items = element.EnumerateArray();
        writer.WriteStartArray();
        _ancestors[_depth++] = null;
        try
        {
            foreach (var item in items)
            {
                if (Remaining == 0)
                {
                    WriteCutItem();
                    break;
                }

                Write(item);
            }
        }
        catch (Exception e)
        {
            writer.WriteStringValue(Marks.Threw(e));
        }

        _depth--;
        writer.WriteEndArray();
    }
}
