using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OtelBridge.Tracing.Json;

/// <summary>Writes a value by System.Text.Json itself, through a buffer of its own.</summary>
/// <remarks>
/// A converter may throw after it wrote half a value. What it wrote goes to the result only when it is whole;
/// what exceeds the bound is given up at the bound, not at the end.
/// </remarks>
internal sealed class ValueConverter(JsonTypeInfo typeInfo)
{
    /// <summary>Appends the value; false when it needs more than <paramref name="maxBytes"/>.</summary>
    public bool TryWrite(Utf8JsonWriter writer, object value, int maxBytes)
    {
        var buffer = new CappedBuffer(maxBytes);
        try
        {
            using var scratch = new Utf8JsonWriter(buffer, JsonTextBuffer.WriterOptions);
            JsonSerializer.Serialize(scratch, value, typeInfo);
            scratch.Flush();
        }
        catch (CappedBuffer.FullException)
        {
            return false;
        }

        if (buffer.Written.Length == 0)
        {
            writer.WriteNullValue();
            return true;
        }

        writer.WriteRawValue(buffer.Written, skipInputValidation: true);
        return true;
    }
}
