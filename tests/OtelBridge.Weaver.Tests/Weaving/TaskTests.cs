using System.Diagnostics;
using Microsoft.CodeAnalysis;

namespace OtelBridge.Weaver.Tests.Weaving;

public sealed class TaskTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static TheoryData<string, string?, OptimizationLevel> Asynchronous => new MatrixTheoryData().Of(
        [("Plain", null), ("OfInt", "5"), ("Value", null), ("ValueOfInt", "6"), ("Pooled", "7")]);

    [Theory]
    [MemberData(nameof(Asynchronous))]
    public async Task Async_WhileItRuns_IsCurrentInsideAndEndsWithTheTask(string method, string? outputs, OptimizationLevel optimization)
    {
        using var woven = Woven.Sample("Tasks", optimization);
        using var spans = new Recorder();
        var gate = new TaskCompletionSource();

        var task = AsTask(woven.Call(method, gate.Task));
        Activity.Current.ShouldBeNull();
        spans.Ended.ShouldBeEmpty();
        gate.SetResult();
        await task;

        spans.Single.DisplayName.ShouldBe(method);
        spans.Single.Outputs().ShouldBe(outputs);
        spans.Single.Status.ShouldBe(ActivityStatusCode.Ok);
        Activity.Current.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Asynchronous))]
    public async Task Async_EndedAtOnce_HasEndedWhenTheCallReturns(string method, string? outputs, OptimizationLevel optimization)
    {
        using var woven = Woven.Sample("Tasks", optimization);
        using var spans = new Recorder();

        var task = AsTask(woven.Call(method, Task.CompletedTask));

        task.IsCompletedSuccessfully.ShouldBeTrue();
        spans.Single.Outputs().ShouldBe(outputs);
        Activity.Current.ShouldBeNull();
        await task;
    }

    [Fact]
    public async Task Async_AroundAwaits_KeepsItsSpanCurrent()
    {
        using var woven = Woven.Sample("Tasks");
        using var spans = new Recorder();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var task = woven.Call<Task>("Plain", gate.Task);
        gate.SetResult();
        await task;

        Seen(woven).ShouldBe(["Plain", "Plain"]);
    }

    [Fact]
    public async Task NotAsync_CompletedTask_IsReturnedItself()
    {
        using var woven = Woven.Sample("Tasks");
        using var spans = new Recorder();
        var done = Task.FromResult(3);

        woven.Call("NotAsync", done).ShouldBeSameAs(done);

        spans.Single.Outputs().ShouldBe("3");
        await done;
    }

    [Fact]
    public async Task ValueTask_FromASource_IsReadOnce()
    {
        using var woven = Woven.Sample("Tasks");
        using var spans = new Recorder();
        foreach (var early in new[] { true, false })
        {
            dynamic source = Activator.CreateInstance(woven.Assembly.GetType("Source")!)!;
            if (early)
            {
                source.Complete(4);
            }

            var task = (ValueTask<int>)woven.Call("FromSource", (object)source)!;
            if (!early)
            {
                source.Complete(4);
            }

            (await task).ShouldBe(4);
            ((int)source.Taken).ShouldBe(1);
        }

        spans.Ended.Select(a => a.Outputs()).ShouldBe(["4", "4"]);
    }

    [Fact]
    public void Task_Null_IsHandedOn()
    {
        using var woven = Woven.Sample("Tasks");
        using var spans = new Recorder();

        woven.Call("NullTask").ShouldBeNull();

        spans.Single.Outputs().ShouldBe("null");
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public void Task_MethodThrowsBeforeThereIsOne_EndsWithTheException()
    {
        using var woven = Woven.Sample("Tasks");
        using var spans = new Recorder();

        Should.Throw<ArgumentException>(() => { woven.Call("ThrowsBeforeTask", -1); });

        spans.Single.StatusDescription.ShouldBe("ArgumentException: negative");
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Task_NotStarted_IsTheOneThatTheCallerStarts()
    {
        using var woven = Woven.Sample("Tasks");
        using var spans = new Recorder();

        var task = woven.Call<Task<int>>("Cold");
        task.Start(TaskScheduler.Default);

        (await task).ShouldBe(8);
        SpinWait.SpinUntil(() => spans.Ended.Count > 0, Patience).ShouldBeTrue();
        spans.Single.Outputs().ShouldBe("8");
    }

    [Fact]
    public void Task_WithState_KeepsIt()
    {
        using var woven = Woven.Sample("Tasks");
        using var spans = new Recorder();

        woven.Call<Task<int>>("WithState", "state").AsyncState.ShouldBe("state");
    }

    [Fact]
    public async Task Task_Cancelled_IsCancelledForTheCallerToo()
    {
        using var woven = Woven.Sample("Tasks");
        using var spans = new Recorder();
        using var source = new CancellationTokenSource();

        var task = woven.Call<Task<int>>("Cancellable", source.Token);
        await source.CancelAsync();
        var thrown = await Should.ThrowAsync<OperationCanceledException>(() => task);

        thrown.CancellationToken.ShouldBe(source.Token);
        task.IsCanceled.ShouldBeTrue();
        spans.Single.Status.ShouldBe(ActivityStatusCode.Error);
        spans.Single.Exceptions().ShouldHaveSingleItem();
        woven.Call<Task>("Cancelled").IsCanceled.ShouldBeTrue();
        spans.Ended[1].StatusDescription.ShouldStartWith("TaskCanceledException: ");
    }

    [Fact]
    public async Task Task_OfSeveralExceptions_KeepsThemAll()
    {
        using var woven = Woven.Sample("Tasks");
        using var spans = new Recorder();

        var task = woven.Call<Task>("Several");
        await Should.ThrowAsync<InvalidOperationException>(() => task);

        task.Exception!.InnerExceptions.Select(e => e.Message).ShouldBe(["a", "b"]);
        spans.Single.StatusDescription.ShouldBe("InvalidOperationException: a");
    }

    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public async Task Async_AwaitsInTryCatchFinally_StayInsideTheSpan(OptimizationLevel optimization)
    {
        using var woven = Woven.Sample("Tasks", optimization);
        using var spans = new Recorder();

        (await woven.Call<Task<string>>("AwaitInTry", Task.FromException(new InvalidOperationException()))).ShouldBe("caught in AwaitInTry");

        Seen(woven).ShouldBe(["finally AwaitInTry"]);
        spans.Single.Status.ShouldBe(ActivityStatusCode.Ok);
        spans.Single.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task Async_CallsOthers_AreItsChildren()
    {
        using var woven = Woven.Sample("Tasks");
        using var spans = new Recorder();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var task = woven.Call<Task<int>>("Parent", gate.Task);
        gate.SetResult();
        (await task).ShouldBe(2);
        (await woven.Call<Task<int>>("Parallel")).ShouldBe(10);

        var children = spans.Ended.Where(a => a.DisplayName == "Child").ToList();
        children.Count(c => c.Parent == spans.Named("Parent")).ShouldBe(2);
        children.Count(c => c.Parent == spans.Named("Parallel")).ShouldBe(10);
    }

    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public async Task Async_ExceptionRisesThroughTwo_IsAnEventOnTheInnerOnly(OptimizationLevel optimization)
    {
        using var woven = Woven.Sample("Tasks", optimization);
        using var spans = new Recorder();

        var thrown = await Should.ThrowAsync<InvalidOperationException>(() => woven.Call<Task<int>>("Rises"));

        spans.Named("RisesInner").Exceptions().ShouldHaveSingleItem();
        spans.Named("Rises").Exceptions().ShouldBeEmpty();
        spans.Ended.ShouldAllBe(a => a.Status == ActivityStatusCode.Error && a.StatusDescription == "InvalidOperationException: deep");
        thrown.StackTrace!.ShouldContain("RisesInner");
        thrown.StackTrace!.ShouldNotContain("OtelBridge.Decorators");
    }

    [Fact]
    public async Task Async_ResultIsALazySequence_IsNotRead()
    {
        using var woven = Woven.Sample("Tasks");
        using var spans = new Recorder();

        await woven.Call<Task<IEnumerable<int>>>("OfSequence");

        Seen(woven).ShouldBeEmpty();
        spans.Single.Outputs()!.ShouldStartWith("\"C+<Generated>");
    }

    // A web server makes an activity of no source for each request that nobody traces.
    [Fact]
    public async Task Async_InsideAnActivityThatNobodyExports_LeavesItCurrent()
    {
        using var woven = Woven.Sample("Tasks");
        using var spans = new Recorder();
        using var request = new Activity("request").Start();
        var gate = new TaskCompletionSource();

        var task = woven.Call<Task<int>>("OfInt", gate.Task);
        Activity.Current.ShouldBeSameAs(request);
        gate.SetResult();
        await task;

        Activity.Current.ShouldBeSameAs(request);
        spans.Single.DisplayName.ShouldBe("OfInt");
    }

    private static Task AsTask(object? result) => result switch
    {
        Task task => task,
        ValueTask task => task.AsTask(),
        ValueTask<int> task => task.AsTask(),
        _ => throw new InvalidOperationException(result?.GetType().Name),
    };

    private static List<string> Seen(Woven woven) => (List<string>)woven.Assembly.GetType("C")!.GetField("Seen")!.GetValue(null)!;

    private sealed class MatrixTheoryData
    {
        public TheoryData<string, string?, OptimizationLevel> Of((string Method, string? Outputs)[] cases)
        {
            var data = new TheoryData<string, string?, OptimizationLevel>();
            foreach (var (method, outputs) in cases)
            {
                data.Add(method, outputs, OptimizationLevel.Debug);
                data.Add(method, outputs, OptimizationLevel.Release);
            }

            return data;
        }
    }
}
