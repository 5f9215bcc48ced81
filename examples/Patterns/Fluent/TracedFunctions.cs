using OtelBridge;
using Patterns.Running;

namespace Patterns.Fluent;

/// <summary>Functions that are traced where they are written. One that another one calls becomes its child by itself.</summary>
internal static class TracedFunctions
{
    public static async Task<PatternResult> RunAsync(MlflowClient client)
    {
        var traceIds = new List<string?>(); // one a call
        SomeFunction(2, 4);
        traceIds.Add(Mlflow.LastActiveTraceId);
        MyFunc(1, 2);
        traceIds.Add(Mlflow.LastActiveTraceId);
        TraceTest(4);
        traceIds.Add(Mlflow.LastActiveTraceId);
        await AskAsync("What is MLflow Tracing?");
        traceIds.Add(Mlflow.LastActiveTraceId);
        return await PatternResult.Of(traceIds);
    }

    // Inputs are the arguments with their defaults, outputs the result.
    [Trace]
    private static int SomeFunction(int x, int y, int z = 2) => x + (y - z);

    [Trace("My Span", SpanType = "func"), TraceAttributeValue("a", 1), TraceAttributeValue("b", 2)]
    private static int MyFunc(int x, int y) => x + y;

    [Trace(SpanType = "func"), TraceAttributeValue("key", "value")]
    private static int Add1(int x) => x + 1;

    [Trace(SpanType = "func"), TraceAttributeValue("key1", "value1")]
    private static int Minus1(int x) => x - 1;

    [Trace("Trace Test")]
    private static int TraceTest(int x)
    {
        var step1 = Add1(x);
        return Minus1(step1);
    }

    [Trace(SpanType = SpanType.ChatModel)]
    private static async Task<string> AskAsync(string message)
    {
        await Task.Yield();
        return $"You asked: {message}";
    }
}
