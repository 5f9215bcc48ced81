using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Entities.Json;

/// <summary>Writes entities as JSON text.</summary>
internal static class EntityJson
{
    /// <summary>Above what is read, since a value stands some levels down in its trace.</summary>
    private const int MaxDepth = JsonSource.MaxDepth + 100;

    /// <summary>Text stays readable: only what JSON demands is escaped.</summary>
    public static JsonWriterOptions WriterOptions(bool indented = false) => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = indented,
        MaxDepth = MaxDepth,
    };

    public static string Text<T>(T entity, Action<Utf8JsonWriter, T> write, bool indented) => Encoding.UTF8.GetString(Utf8(entity, write, indented));

    public static ReadOnlySpan<byte> Utf8<T>(T entity, Action<Utf8JsonWriter, T> write, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions(indented)))
        {
            write(writer, entity);
        }

        return buffer.WrittenSpan;
    }

    /// <summary>Writes a map as a member; an empty one is left out.</summary>
    public static void WriteMap(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        writer.WritePropertyName(name);
        WriteMap(writer, map);
    }

    public static void WriteMap(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> map)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in map)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    public static void WriteList<T>(Utf8JsonWriter writer, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a value; one that was never set is null.</summary>
    public static void WriteValue(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
