namespace OtelBridge.Benchmarks.Spans;

/// <summary>Small outputs.</summary>
internal sealed record Answer(string Text, double Score);
