using OtelBridge;
using Patterns.Running;

namespace Patterns.Fluent;

/// <summary>Traces that are made while a run is active belong to it, and are found by it.</summary>
internal static class RunAssociation
{
    public static async Task<PatternResult> RunAsync(MlflowClient client)
    {
        string runId;
        await using (var run = await Mlflow.StartRunAsync("pattern"))
        {
            runId = run.RunId;
            using var parent = Mlflow.StartSpan("Run Span");
            parent.SetInputs(new { input = "a" }).SetOutputs(new { response = "b" }).SetAttribute("a", "b");
            using var child = Mlflow.StartSpan("Child Span");
            child.SetInputs(new { input = "b" }).SetOutputs(new { response = "c" }).SetAttributes([new("b", "c"), new("c", "d")]);
        }

        await Mlflow.FlushAsync();
        var traceIds = new List<string>(); // those of the run
        await foreach (var trace in client.SearchTracesAsync(runId: runId))
        {
            traceIds.Add(trace.Info.TraceId);
        }

        var stored = await client.GetRunAsync(runId);
        return new PatternResult(traceIds, $"the run: {stored.Status}", $"its traces: {traceIds.Count}");
    }
}
