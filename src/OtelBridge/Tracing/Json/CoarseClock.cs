namespace OtelBridge.Tracing.Json;

/// <summary>Milliseconds since the start of the machine: a third of the cost of the precise clock, and asked once for every member of every value.</summary>
internal sealed class CoarseClock : TimeProvider
{
    public static CoarseClock Instance { get; } = new();

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => Environment.TickCount64;
}
