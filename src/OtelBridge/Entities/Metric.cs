namespace OtelBridge.Entities;

/// <summary>One logged value of a metric.</summary>
/// <param name="Key">Name of the metric.</param>
/// <param name="Value">The value.</param>
/// <param name="Timestamp">When it was logged.</param>
/// <param name="Step">Which step of the run it belongs to.</param>
public sealed record Metric(string Key, double Value, DateTimeOffset Timestamp, long Step = 0);
