namespace OtelBridge.Chaos.Soak;

/// <summary>Milliseconds.</summary>
internal readonly record struct Quantiles(double Median, double P99, int Count);
