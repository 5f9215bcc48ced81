namespace OtelBridge.Benchmarks.Measuring;

/// <summary>The whole report, as it is printed.</summary>
internal sealed record Report(Machine Machine, IReadOnlyList<Result> Results);
