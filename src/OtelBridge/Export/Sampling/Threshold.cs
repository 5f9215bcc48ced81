using System.Diagnostics;
using System.Globalization;

namespace OtelBridge.Export.Sampling;

/// <summary>OpenTelemetry's threshold of consistent probability sampling: a trace is kept whose randomness, 56 bits, is not below it.</summary>
/// <remarks>The randomness is that of the trace id, the same for everybody who sees the trace; so whoever keeps more keeps what others keep, too.</remarks>
internal readonly record struct Threshold(ulong Value)
{
    /// <summary>Digits of a threshold, and of a randomness, in hex.</summary>
    public const int Digits = 14;

    private const ulong Range = 1UL << 56;

    /// <summary>Keeps everything: what is kept stands for itself alone.</summary>
    public static Threshold All { get; } = new(0);

    /// <summary>Gets whether nothing passes; that cannot be written.</summary>
    public bool IsNone => Value >= Range;

    public static Threshold Of(double ratio) => new(Range - (ulong)Math.Round(Math.Clamp(ratio, 0, 1) * Range));

    /// <summary>Whether the threshold keeps the trace of a span.</summary>
    public bool Keeps(Activity span) => Value == 0 || RandomnessOf(span.TraceId, span.TraceStateString) >= Value;

    public bool Keeps(ActivityTraceId trace) => RandomnessOf(trace, null) >= Value;

    /// <summary>As in a trace state: hex, without the zeros at the end.</summary>
    public override string ToString() => Value == 0 ? "0" : Value.ToString("x14", CultureInfo.InvariantCulture).TrimEnd('0');

    private static ulong RandomnessOf(ActivityTraceId trace, string? traceState)
    {
        if (OtTraceState.Randomness(traceState) is { } given)
        {
            return given;
        }

        Span<byte> bytes = stackalloc byte[16];
        trace.CopyTo(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & (Range - 1);
    }
}
