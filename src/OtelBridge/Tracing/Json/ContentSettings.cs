using System.Text.Json;

namespace OtelBridge.Tracing.Json;

/// <summary>How values become JSON text: whose contracts, and how much of a value is kept.</summary>
/// <remarks>
/// One for the process, since a span is started without naming a provider. The tracing that started last decides;
/// a value serialised before any has started gets the defaults.
/// </remarks>
internal sealed class ContentSettings(JsonSerializerOptions? userOptions, int maxBytes)
{
    /// <summary>Largest JSON text of one value, in UTF-8 bytes.</summary>
    public const int DefaultMaxBytes = 1024 * 1024;

    /// <summary>Below this no marker would fit beside the content.</summary>
    public const int MinimumMaxBytes = 1024;

    private static ContentSettings _current = new(null, DefaultMaxBytes);

    public static ContentSettings Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    public int MaxBytes { get; } = Math.Max(maxBytes, MinimumMaxBytes);

    public TypeShapes Shapes { get; } = new(userOptions);
}
