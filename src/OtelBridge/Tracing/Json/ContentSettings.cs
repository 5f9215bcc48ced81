using System.Text.Json;

namespace OtelBridge.Tracing.Json;

/// <summary>How values become JSON text: whose contracts, and how much of a value is kept.</summary>
/// <remarks>
/// One for the process, since a span is started without naming a provider. The tracing that started last decides;
/// a value serialised before any has started gets the defaults.
/// </remarks>
internal sealed class ContentSettings
{
    /// <summary>Largest JSON text of one value, in UTF-8 bytes.</summary>
    public const int DefaultMaxBytes = 1024 * 1024;

    /// <summary>Below this no marker would fit beside the content.</summary>
    public const int MinimumMaxBytes = 1024;

    /// <summary>Far above what a value within the default size takes, contracts included; what takes longer waits for something.</summary>
    public static readonly TimeSpan DefaultMaxTime = TimeSpan.FromSeconds(1);

    private static ContentSettings _current = new(null, DefaultMaxBytes);

    public ContentSettings(
        JsonSerializerOptions? userOptions, int maxBytes, TimeSpan? maxTime = null, TimeProvider? clock = null, TypeShapes? shapes = null)
    {
        Shapes = shapes ?? new TypeShapes(userOptions, TypeShapes.ReflectionResolver());
        MaxBytes = Math.Max(maxBytes, MinimumMaxBytes);
        Clock = clock ?? CoarseClock.Instance;
        MaxTicks = (long)((maxTime ?? DefaultMaxTime).TotalSeconds * Clock.TimestampFrequency);
    }

    public static ContentSettings Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    public int MaxBytes { get; }

    /// <summary>For how long members of one value are read, in ticks of <see cref="Clock"/>. One that takes longer by itself is waited for: nothing can interrupt it.</summary>
    public long MaxTicks { get; }

    public TimeProvider Clock { get; }

    public TypeShapes Shapes { get; }
}
