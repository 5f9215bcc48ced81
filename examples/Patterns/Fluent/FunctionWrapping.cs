using OtelBridge;
using Patterns.Running;

namespace Patterns.Fluent;

/// <summary>Functions that are not ours, traced where they are called: their inputs go by the names of their parameters.</summary>
internal static class FunctionWrapping
{
    public static Task<PatternResult> RunAsync(MlflowClient client)
    {
        var traceIds = new List<string?>(); // one a call
        for (var i = 0; i < 3; i++)
        {
            Invoke(i);
            traceIds.Add(Mlflow.LastActiveTraceId);
        }

        return PatternResult.Of(traceIds);
    }

    private static double Invoke(double x, double y = 4, double exp = 2)
    {
        using var span = Mlflow.StartSpan("Parent");
        span.SetAttributes([new("level", "parent"), new("override", y == 4)]);
        span.SetInputs(new { x, y, exp });

        // Wrapped instead of changed, and called as one would call it directly.
        var tracedPow = Mlflow.Trace(Math.Pow);
        var raised = tracedPow(x, exp);

        var tracedFactorial = Mlflow.Trace(Factorial);
        var factorial = tracedFactorial((int)raised);

        var response = Mlflow.Trace(Math.Sqrt)(factorial);

        span.SetOutputs(new { result = response });
        return response;
    }

    private static double Factorial(int n) => Enumerable.Range(1, n).Aggregate(1.0, static (product, i) => product * i);
}
