using System.Diagnostics;

namespace OtelBridge.Weaver.Tests.Weaving;

public sealed class NobodyListensTests
{
    private const string Source = """
        public static class C
        {
            [Trace] public static int Add(int a, int b) => a + b;
            [Trace] public static Task<bool> Done(int n) => n > 0 ? True : False;
            private static readonly Task<bool> True = Task.FromResult(true), False = Task.FromResult(false);
            [Trace] public static void Fill(ref int n, out int m, ReadOnlySpan<char> text) { n++; m = text.Length; }

            public static long AllocatedBy(int calls)
            {
                Run(10);
                var before = GC.GetAllocatedBytesForCurrentThread();
                Run(calls);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }

            private static void Run(int calls)
            {
                var n = 0;
                for (var i = 0; i < calls; i++)
                {
                    Add(i, i);
                    Done(i);
                    Fill(ref n, out _, "text");
                }
            }
        }
        """;

    [Fact]
    public void Call_NobodyListens_AllocatesNothing()
    {
        using var woven = Woven.Of(Source);

        woven.Call("AllocatedBy", 1000).ShouldBe(0L);
    }

    [Fact]
    public void Call_AfterTheListenerLeft_HasNoSpan()
    {
        using var woven = Woven.Of(Source);
        var spans = new Recorder();
        woven.Call("Add", 1, 2).ShouldBe(3);
        spans.Dispose();

        woven.Call("Add", 1, 2).ShouldBe(3);

        spans.Single.Inputs().ShouldBe("""{"a":1,"b":2}""");
    }

    [Fact]
    public void Call_NotSampled_LeavesTheCallersSpanCurrent()
    {
        using var woven = Woven.Of(Source);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "OtelBridge",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
        };
        ActivitySource.AddActivityListener(listener);

        woven.Call("Add", 1, 2).ShouldBe(3);
        woven.Call<Task<bool>>("Done", 1).IsCompletedSuccessfully.ShouldBeTrue();

        Activity.Current.ShouldBeNull();
    }
}
