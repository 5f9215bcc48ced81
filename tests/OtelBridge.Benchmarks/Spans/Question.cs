namespace OtelBridge.Benchmarks.Spans;

/// <summary>Small inputs.</summary>
internal sealed record Question(string Text, int Count);
