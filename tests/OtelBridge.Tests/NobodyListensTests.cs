using System.Diagnostics;

namespace OtelBridge.Tests;

/// <summary>While nobody listens, each way to trace is a check: it allocates nothing, and does to results and exceptions what it does while somebody does.</summary>
public sealed class NobodyListensTests
{
    private static readonly Task<int> Done = Task.FromResult(1);
    private static readonly KeyValuePair<string, object?>[] Attributes = [new("a", 1)];

    public static TheoryData<string> Ways => [.. Calls.Keys];

#pragma warning disable CA2012 // They are complete when they are returned.
    private static Dictionary<string, Action> Calls { get; } = new()
    {
        ["StartSpan"] = static () => Mlflow.StartSpan("s", SpanType.Tool, Attributes, Attributes).SetOutputs(Attributes).SetAttribute("a", "b").Dispose(),
        ["StartSpanNoContext"] = static () => Mlflow.StartSpanNoContext("s", inputs: Attributes, attributes: Attributes).End(),
        ["CurrentSpan"] = static () => Mlflow.CurrentSpan.SetInputs(Attributes),
        ["Trace action"] = static () => Mlflow.Trace("s", static () => { }),
        ["Trace action of span"] = static () => Mlflow.Trace("s", static span => { span.SetInputs(Attributes); }),
        ["Trace function"] = static () => Mlflow.Trace("s", static () => 1),
        ["Trace function of span"] = static () => Mlflow.Trace("s", static span => span.SpanId.Length),
        ["TraceAsync task"] = static () => Mlflow.TraceAsync("s", static () => Task.CompletedTask),
        ["TraceAsync task of span"] = static () => Mlflow.TraceAsync("s", static _ => Task.CompletedTask),
        ["TraceAsync result"] = static () => Mlflow.TraceAsync("s", static () => Done),
        ["TraceAsync result of span"] = static () => Mlflow.TraceAsync("s", static _ => Done),
        ["TraceAsync value"] = static () => Mlflow.TraceAsync("s", static () => ValueTask.CompletedTask).GetAwaiter().GetResult(),
        ["TraceAsync value of span"] = static () => Mlflow.TraceAsync("s", static _ => ValueTask.CompletedTask).GetAwaiter().GetResult(),
        ["TraceAsync value result"] = static () => Mlflow.TraceAsync("s", static () => ValueTask.FromResult(12345)).GetAwaiter().GetResult(),
        ["TraceAsync value result of span"] = static () => Mlflow.TraceAsync("s", static _ => ValueTask.FromResult(12345)).GetAwaiter().GetResult(),
        ["UpdateCurrentTrace"] = static () => Mlflow.UpdateCurrentTrace(session: "s", user: "u"),
        ["LogTrace"] = static () => Mlflow.LogTrace("s", Attributes, Attributes),
        ["[Trace]"] = static () => Traced(1),
    };
#pragma warning restore CA2012

    [Theory]
    [MemberData(nameof(Ways))]
    public void Call_Unheard_AllocatesNothing(string way)
    {
        var call = Calls[way];
        for (var i = 0; i < 100; i++)
        {
            call();
        }

        // The runtime may compile better code in between, which allocates: one quiet stretch is enough.
        Enumerable.Range(0, 20).Min(_ => Allocated(call)).ShouldBe(0);
        Activity.Current.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TraceAsync_OfAFunctionThatThrowsBeforeItsTask_FailsTheTask(bool listening)
    {
        using var tracing = listening ? Tests.Traced.To(("Mlflow:Export", "None")) : null;
        Task[] tasks =
        [
            Mlflow.TraceAsync("s", Task () => throw new InvalidOperationException()),
            Mlflow.TraceAsync("s", Task<int> () => throw new InvalidOperationException()),
            Mlflow.TraceAsync("s", ValueTask () => throw new InvalidOperationException()).AsTask(),
            Mlflow.TraceAsync("s", ValueTask<int> () => throw new InvalidOperationException()).AsTask(),
        ];

        foreach (var task in tasks)
        {
            await Should.ThrowAsync<InvalidOperationException>(task);
        }

        var canceled = Mlflow.TraceAsync("s", Task<int> () => throw new OperationCanceledException());
        await Should.ThrowAsync<OperationCanceledException>(canceled);
        canceled.IsCanceled.ShouldBeTrue();
    }

    private static long Allocated(Action call)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            call();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Trace]
    private static int Traced(int n) => n + 1;
}
