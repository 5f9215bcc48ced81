using OtelBridge.Client.Spans;

namespace OtelBridge.Configuration;

/// <summary>How long traces may stay open.</summary>
internal sealed record LifetimeSettings
{
    /// <summary>How long a trace may run; null for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(1);

    public TraceBufferSettings Buffer { get; init; } = new();
}
