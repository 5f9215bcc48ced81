namespace OtelBridge.Tests.Tracing;

public sealed class ActiveTraceTests : IDisposable
{
    private readonly EndedSpans _spans = new();

    public void Dispose()
    {
        _spans.Dispose();
        Mlflow.Reset();
    }

    [Fact]
    public async Task LastActiveTraceIdOfFlow_TraceEndedInAnAwaitedMethod_IsSeenByTheCaller()
    {
        Mlflow.LastActiveTraceIdOfFlow.ShouldBeNull();

        var inner = await Inner();

        Mlflow.LastActiveTraceIdOfFlow.ShouldBe(inner);
    }

    [Fact]
    public async Task LastActiveTraceIdOfFlow_TracedAsynchronousFunctions_AreSeenWithoutALookBefore()
    {
        string? one = null, two = null;
        await Task.Run(async () =>
        {
            await Mlflow.TraceAsync("one", async span => (one = span.TraceId, await Task.FromResult(1)));
            Mlflow.LastActiveTraceIdOfFlow.ShouldBe(one);
        });
        await Task.Run(async () =>
        {
            await Mlflow.Trace(async () =>
            {
                await Task.Yield();
                two = Mlflow.ActiveTraceId;
            })();
            Mlflow.LastActiveTraceIdOfFlow.ShouldBe(two);
        });
    }

    [Fact]
    public async Task LastActiveTraceIdOfFlow_TaskThatCompletesOutsideOfTheFlow_IsSeenByTheCaller()
    {
        var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        string? id = null;
        var call = Mlflow.Trace(() =>
        {
            id = Mlflow.ActiveTraceId;
            return work.Task;
        })();

        using (ExecutionContext.SuppressFlow())
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => work.SetResult(), null);
        }

        await call;

        Mlflow.LastActiveTraceIdOfFlow.ShouldBe(id.ShouldNotBeNull());
    }

    [Fact]
    public async Task LastActiveTraceIdOfFlow_FlowsSideBySide_DoNotSeeEachOther()
    {
        async Task<bool> Own()
        {
            var id = await Inner();
            await Task.Yield();
            return Mlflow.LastActiveTraceIdOfFlow == id;
        }

        (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => Mlflow.LastActiveTraceIdOfFlow is null && await Own())))).ShouldAllBe(own => own);
        Mlflow.LastActiveTraceIdOfFlow.ShouldBeNull();
        Mlflow.LastActiveTraceId.ShouldNotBeNull();
    }

    private static async Task<string> Inner()
    {
        await Task.Yield();
        using var span = Mlflow.StartSpan("s");
        return span.TraceId;
    }
}
