using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OtelBridge.Tracing.Json;

/// <summary>Writes a value by System.Text.Json itself, through a buffer of its own.</summary>
/// <remarks>
/// A converter may throw after it wrote half a value. What it wrote goes to the result only when it is whole;
/// what exceeds the bound is given up at the bound, not at the end. A converter may also write raw text or unbalanced brackets, so the result is checked.
/// </remarks>
internal sealed class ValueConverter(JsonTypeInfo typeInfo)
{
    /// <summary>Appends the value; false when it needs more than <paramref name="maxBytes"/>, or more time.</summary>
    /// <exception cref="Exception">The converter failed, or what it wrote is not one JSON value or nests deeper than <paramref name="maxDepth"/>; nothing was appended.</exception>
    public bool TryWrite(Utf8JsonWriter writer, object value, int maxBytes, int maxDepth, TimeProvider clock, long deadline)
    {
        var buffer = new CappedBuffer(maxBytes, clock, deadline);
        try
        {
            // Zero would mean the writer's own default.
            using var scratch = new Utf8JsonWriter(buffer, JsonTextBuffer.WriterOptions with { MaxDepth = Math.Max(1, maxDepth) });
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

        if (maxDepth == 0 && buffer.Written[0] is (byte)'{' or (byte)'[')
        {
            writer.WriteStringValue(Marks.TooDeep);
            return true;
        }

        writer.WriteRawValue(buffer.Written, skipInputValidation: false);
        return true;
    }
}
