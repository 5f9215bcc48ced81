using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Tracing.Json;

/// <summary>A writer and its buffer, kept per thread so that a small value costs no allocation but its text.</summary>
internal sealed class JsonTextBuffer
{
    /// <summary>Above this the buffer is let go, so that one large value does not stay with every thread.</summary>
    private const int MaxKeptBytes = 64 * 1024;

    [ThreadStatic]
    private static JsonTextBuffer? _free;

    private ArrayBufferWriter<byte> _bytes = new(1024);

    private JsonTextBuffer() => Writer = new Utf8JsonWriter(_bytes, WriterOptions);

    /// <summary>Compact, non-ASCII text kept readable. Validation is off: the walker opens and closes in pairs.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public Utf8JsonWriter Writer { get; }

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Takes the thread's buffer. A getter that traces while it is being serialised finds none and gets another.</summary>
    public static JsonTextBuffer Rent()
    {
        ref var free = ref _free;
        var buffer = free ?? new JsonTextBuffer();
        free = null;
        return buffer;
    }

    public void Return()
    {
        if (_bytes.Capacity > MaxKeptBytes)
        {
            _bytes = new ArrayBufferWriter<byte>(1024);
        }
        else
        {
            _bytes.ResetWrittenCount();
        }

        Writer.Reset(_bytes);
        _free = this;
    }
}
