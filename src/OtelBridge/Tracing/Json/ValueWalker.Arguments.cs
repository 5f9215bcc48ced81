using System.Text.Json;

namespace OtelBridge.Tracing.Json;

/// <content>Named values: what a traced method was given, or gave back by several ways.</content>
internal ref partial struct ValueWalker
{
    public void WriteNamed(ReadOnlySpan<JsonEncodedText> names, ReadOnlySpan<object?> values)
    {
        writer.WriteStartObject();
        _ancestors[_depth++] = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (names[i].EncodedUtf8Bytes.Length >= Remaining)
            {
                WriteCutMember();
                break;
            }

            writer.WritePropertyName(names[i]);
            Write(values[i]);
        }

        _depth--;
        writer.WriteEndObject();
    }
}
