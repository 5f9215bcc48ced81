using OtelBridge;

namespace Patterns.Running;

/// <summary>One pattern of MLflow's guides.</summary>
/// <param name="Name">The name to run it by.</param>
/// <param name="Summary">What it shows.</param>
/// <param name="RunAsync">Runs it; returns the traces that it left in the store.</param>
internal sealed record Pattern(string Name, string Summary, Func<MlflowClient, Task<PatternResult>> RunAsync);
