using OtelBridge;
using Patterns.Running;

namespace Patterns.Fluent;

/// <summary>A block of code as a span; the traced functions that it calls are its children.</summary>
internal static class DoMath
{
    public static Task<PatternResult> RunAsync(MlflowClient client)
    {
        var traceIds = new List<string?>(); // one a call
        Calculate(8, 3, "add");
        traceIds.Add(Mlflow.LastActiveTraceId);
        Calculate(8, 3, "subtract");
        traceIds.Add(Mlflow.LastActiveTraceId);
        try
        {
            Calculate(3, 2, "multiply");
        }
        catch (ArgumentException)
        {
            // The trace is stored as far as it came, with the exception on the span.
        }

        traceIds.Add(Mlflow.LastActiveTraceId);
        return PatternResult.Of(traceIds);
    }

    [Trace]
    private static int FirstFunc(int x, int y = 2) => x + y;

    [Trace]
    private static int SecondFunc(int a, int b = 3) => a * b;

    // The lambda form records an exception on the span; after 'using var span', the program would have to.
    private static int Calculate(int a, int x, string operation) => Mlflow.Trace("Math", span =>
    {
        span.SetInputs(new { a, x }).SetAttribute("mode", operation);
        var first = FirstFunc(x);
        var second = SecondFunc(a);
        var result = operation switch
        {
            "add" => first + second,
            "subtract" => first - second,
            _ => throw new ArgumentException($"Unsupported Operation Mode: {operation}"),
        };
        span.SetOutputs(new { result });
        return result;
    });
}
