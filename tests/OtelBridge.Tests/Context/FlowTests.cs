using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace OtelBridge.Tests.Context;

/// <summary>Where the current span is current: it goes with the execution context, as every Activity does.</summary>
public sealed class FlowTests : IDisposable
{
    private readonly MlflowTracing _tracing = Traced.To(("Mlflow:Export", "None"));
    private readonly MlflowSpan _span = Mlflow.StartSpan("outer");

    private string Trace => _span.TraceId;

    public void Dispose()
    {
        _span.Dispose();
        _tracing.Dispose();
        Activity.Current = null;
    }

    [Fact]
    public async Task TaskRun_StartsAsAChild() =>
        (await Task.Run(Child)).ShouldBe((Trace, _span.SpanId));

    [Fact]
    public async Task TaskRun_AfterTheSpanEnded_IsStillAChild()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var later = Task.Run(async () =>
        {
            await go.Task;
            return Child();
        });
        _span.End();
        go.SetResult();

        (await later.WaitAsync(Traced.Patience)).ShouldBe((Trace, _span.SpanId));
    }

    [Fact]
    public async Task ParallelForEachAsync_EveryBodyIsAChildAndNoBodyMeetsAnother()
    {
        var seen = new ConcurrentBag<(string, string)>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 100), async (_, _) =>
        {
            seen.Add(Child());
            await Task.Yield();
            seen.Add(Child());
        });

        seen.Count.ShouldBe(200);
        seen.Distinct().ShouldHaveSingleItem().ShouldBe((Trace, _span.SpanId));
        Activity.Current.ShouldBeSameAs(_span.Activity);
    }

    [Fact]
    public void ParallelFor_EveryBodyIsAChild()
    {
        var seen = new ConcurrentBag<(string, string)>();

        Parallel.For(0, 100, _ => seen.Add(Child()));

        seen.Distinct().ShouldHaveSingleItem().ShouldBe((Trace, _span.SpanId));
    }

    [Fact]
    public async Task Channel_TheReaderKeepsItsOwnContext()
    {
        var channel = Channel.CreateUnbounded<MlflowSpan>();
        Task<(string Trace, string Parent)> reader;
        using (ExecutionContext.SuppressFlow())
        {
            reader = Task.Run(async () =>
            {
                await channel.Reader.ReadAsync();
                return Child();
            });
        }

        await channel.Writer.WriteAsync(_span);

        var read = await reader.WaitAsync(Traced.Patience);
        read.Trace.ShouldNotBe(Trace);
        read.Parent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Channel_TheSpanInTheMessageIsTheParent()
    {
        var channel = Channel.CreateUnbounded<MlflowSpan>();
        Task<string> reader;
        using (ExecutionContext.SuppressFlow())
        {
            reader = Task.Run(async () =>
            {
                using var child = Mlflow.StartSpanNoContext("child", parent: await channel.Reader.ReadAsync());
                return child.TraceId;
            });
        }

        await channel.Writer.WriteAsync(_span);

        (await reader.WaitAsync(Traced.Patience)).ShouldBe(Trace);
    }

    [Fact]
    public async Task Timer_HasTheContextOfWhereItWasMade()
    {
        var ticked = new TaskCompletionSource<(string, string)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = new Timer(_ => ticked.TrySetResult(Child()), null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);

        (await ticked.Task.WaitAsync(Traced.Patience)).ShouldBe((Trace, _span.SpanId));
    }

    [Fact]
    public async Task QueueUserWorkItem_IsAChild()
    {
        var done = new TaskCompletionSource<(string, string)>(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.QueueUserWorkItem(_ => done.TrySetResult(Child()));

        (await done.Task.WaitAsync(Traced.Patience)).ShouldBe((Trace, _span.SpanId));
    }

    [Fact]
    public async Task UnsafeQueueUserWorkItem_IsATraceOfItsOwn()
    {
        var done = new TaskCompletionSource<(string Trace, string Parent)>(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(_ => done.TrySetResult(Child()), null);

        var item = await done.Task.WaitAsync(Traced.Patience);
        item.Trace.ShouldNotBe(Trace);
        item.Parent.ShouldBeEmpty();
    }

    [Fact]
    public async Task NewThread_IsAChild()
    {
        var done = new TaskCompletionSource<(string, string)>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => done.TrySetResult(Child())).Start();

        (await done.Task.WaitAsync(Traced.Patience)).ShouldBe((Trace, _span.SpanId));
    }

    [Fact]
    public async Task ConfigureAwaitFalse_ChangesTheThreadNotTheContext()
    {
        (await OnAnyThreadAsync()).ShouldBe((Trace, _span.SpanId));

        static async Task<(string, string)> OnAnyThreadAsync()
        {
            await Task.Run(() => { }).ConfigureAwait(false);
            return Child();
        }
    }

    [Fact]
    public async Task SynchronizationContext_PostedWorkHasTheContextOfWhoPosts()
    {
        var before = SynchronizationContext.Current;
        var context = new OneByOne();
        Task<(string, string)> child;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            child = AfterYield();
            context.RunUntil(child);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        (await child).ShouldBe((Trace, _span.SpanId));

        static async Task<(string, string)> AfterYield()
        {
            await Task.Yield();
            return Child();
        }
    }

    [Fact]
    public async Task SpanStartedInAnAsyncMethod_IsNotCurrentForItsCaller()
    {
        MlflowSpan? inner = null;
        await StartAsync();

        Activity.Current.ShouldBeSameAs(_span.Activity);
        inner!.End();
        Activity.Current.ShouldBeSameAs(_span.Activity);

        async Task StartAsync()
        {
            inner = Mlflow.StartSpan("inner");
            await Task.Yield();
        }
    }

    private static (string Trace, string Parent) Child()
    {
        using var child = Mlflow.StartSpan("child");
        var parent = child.Activity!.ParentSpanId;
        return (child.TraceId, parent == default ? string.Empty : parent.ToHexString());
    }

    /// <summary>What a window's message loop does.</summary>
    private sealed class OneByOne : SynchronizationContext
    {
        private readonly BlockingCollection<(SendOrPostCallback Work, object? State)> _posted = [];

        public override void Post(SendOrPostCallback d, object? state) => _posted.Add((d, state));

        public void RunUntil(Task task)
        {
            while (!task.IsCompleted)
            {
                var (work, state) = _posted.Take();
                work(state);
            }
        }
    }
}
