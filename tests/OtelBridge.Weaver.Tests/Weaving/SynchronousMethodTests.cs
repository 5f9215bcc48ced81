using System.Diagnostics;
using Microsoft.CodeAnalysis;

namespace OtelBridge.Weaver.Tests.Weaving;

public sealed class SynchronousMethodTests
{
    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public void Trace_Method_HasASpanWithArgumentsAndResult(OptimizationLevel optimization)
    {
        using var woven = Woven.Of(
            """
            public static class C
            {
                [Trace] public static int Add(int a, int b = 5) => a + b;
                public static int Call() => Add(2);
            }
            """,
            optimization);
        using var spans = new Recorder();

        woven.Call("Call").ShouldBe(7);

        spans.Single.DisplayName.ShouldBe("Add");
        spans.Single.Inputs().ShouldBe("""{"a":2,"b":5}""");
        spans.Single.Outputs().ShouldBe("7");
        spans.Single.Function().ShouldBe("Add");
        spans.Single.Status.ShouldBe(ActivityStatusCode.Ok);
        Activity.Current.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public async Task Trace_AsyncMethod_EndsWithTheTask(OptimizationLevel optimization)
    {
        using var woven = Woven.Of(
            """
            public static class C
            {
                [Trace]
                public static async Task<string> Greet(string name, Task gate)
                {
                    await gate;
                    return "Hello " + name + " " + Activity.Current?.DisplayName;
                }
            }
            """,
            optimization);
        using var spans = new Recorder();
        var gate = new TaskCompletionSource();

        var task = woven.Call<Task<string>>("Greet", "you", gate.Task);
        Activity.Current.ShouldBeNull();
        spans.Ended.ShouldBeEmpty();
        gate.SetResult();

        (await task).ShouldBe("Hello you Greet");
        spans.Single.Outputs().ShouldBe("\"Hello you Greet\"");
    }
}
