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

    private static int SomeFunction(int x, int y, int z = 2) => Mlflow.Trace("some_function", () => x + (y - z), inputs: new { x, y, z });

    private static int MyFunc(int x, int y) => Mlflow.Trace("My Span", () => x + y, "func", new { x, y }, [new("a", 1), new("b", 2)]);

    private static int Add1(int x) => Mlflow.Trace("add_1", () => x + 1, "func", new { x }, [new("key", "value")]);

    private static int Minus1(int x) => Mlflow.Trace("minus_1", () => x - 1, "func", new { x }, [new("key1", "value1")]);

    private static int TraceTest(int x) => Mlflow.Trace("Trace Test", () => Minus1(Add1(x)), inputs: new { x });

    private static Task<string> AskAsync(string message) => Mlflow.TraceAsync("ask", async () =>
    {
        await Task.Yield();
        return $"You asked: {message}";
    }, SpanType.ChatModel, new { message });
}
