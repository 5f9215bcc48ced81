using System.Diagnostics;
using OtelBridge.Attributes;

namespace OtelBridge.Tests;

/// <summary>What programs do to spans, to tracing and to clients that nobody meant them to do.</summary>
public sealed class LifecycleTests
{
    private readonly MlflowClient _client = new();

    [Fact]
    public void ParentEnded_BeforeItsChild_BothAreWholeAndTheChildKeepsIt()
    {
        using var ended = new EndedSpans();
        var root = _client.StartTrace("root");
        var parent = _client.StartSpan("parent", root.TraceId, root.SpanId);
        var child = _client.StartSpan("child", root.TraceId, parent.SpanId);

        _client.EndSpan(root.TraceId, parent.SpanId);
        child.SetOutputs(1);
        _client.EndSpan(root.TraceId, child.SpanId);
        _client.EndTrace(root.TraceId);

        ended.Names.ShouldBe(["parent", "child", "root"]);
        ended["child"].ParentSpanId.ToHexString().ShouldBe(parent.SpanId);
        ended["child"].GetTagItem(MlflowKeys.SpanOutputs).ShouldBe("1");
        ended.All.ShouldAllBe(a => a.Status == ActivityStatusCode.Ok);
    }

    [Fact]
    public void Names_NullEmptyOrHuge_AreNames()
    {
        using var ended = new EndedSpans();
        var huge = new string('n', 1023) + "😀" + new string('n', 100_000);

        using (Mlflow.StartSpan(null!))
        using (Mlflow.StartSpan(""))
        using (Mlflow.StartSpan(huge))
        {
            Mlflow.Trace(null!, () => { });
        }

        var root = _client.StartTrace(null!);
        _client.StartSpan(huge, root.TraceId, root.SpanId);
        _client.EndTrace(root.TraceId);

        var cut = new string('n', 1023);
        ended.Names.ShouldBe(["span", cut, "", "span", cut, "span"]);
    }

    [Fact]
    public void EveryArgument_Null_DoesNothing()
    {
        using var ended = new EndedSpans();

        var root = _client.StartTrace("root", null!, null, null, null, null, null, null, null);
        var child = _client.StartSpan("child", root.TraceId, root.SpanId, null!, null, null, null);
        _client.EndSpan(root.TraceId, child.SpanId, null, null, null, null);
        _client.EndTrace(root.TraceId, null, null, null, null);

        ended["child"].GetTagItem(MlflowKeys.SpanType).ShouldBe(SpanType.Unknown);
        ended["root"].Status.ShouldBe(ActivityStatusCode.Ok);
    }

    [Fact]
    public async Task Setters_FromManyThreads_AreAllThere()
    {
        using var ended = new EndedSpans();
        var span = Mlflow.StartSpan("shared");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                span.SetAttribute($"a{thread}.{i}", i).SetAttribute("same", i).SetInputs(i).SetOutputs(i).SetSpanType(SpanType.Tool)
                    .AddEvent($"e{thread}.{i}").SetTokenUsage(i, i);
            }
        }))).WaitAsync(Traced.Patience);
        span.Dispose();

        var tags = ended["shared"].Tags();
        tags.Keys.Count(k => k.StartsWith('a')).ShouldBe(8 * 500);
        tags["a7.499"].ShouldBe(499);
        ended["shared"].Events.Select(e => e.Name).Distinct().Count().ShouldBe(8 * 500);
    }

    [Fact]
    public async Task Setters_WhileAnotherThreadEndsTheSpan_NeverThrow()
    {
        using var ended = new EndedSpans();
        for (var round = 0; round < 200; round++)
        {
            var root = _client.StartTrace("root");
            var ids = (root.TraceId, root.SpanId);
            await Task.WhenAll(
                Task.Run(() => root.SetAttribute("a", 1).RecordException(new TimeoutException()).SetOutputs(2)),
                Task.Run(() => _client.StartSpan("child", ids.TraceId, ids.SpanId).Dispose()),
                Task.Run(() => _client.EndTrace(ids.TraceId)),
                Task.Run(() => _client.EndSpan(ids.TraceId, ids.SpanId))).WaitAsync(Traced.Patience);
        }

        ended.All.Count(a => a.DisplayName == "root").ShouldBe(200);
        ended.All.Count(a => a.DisplayName == "child").ShouldBe(200);
    }

    [Fact]
    public async Task ClientSpans_FromManyThreadsInOneTrace_AllEndOnceBelowTheirParents()
    {
        using var ended = new EndedSpans();
        var root = _client.StartTrace("root");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                var outer = _client.StartSpan($"outer{thread}.{i}", root.TraceId, root.SpanId);
                var inner = _client.StartSpan($"inner{thread}.{i}", root.TraceId, outer.SpanId);
                _client.EndSpan(root.TraceId, inner.SpanId);
                _client.EndSpan(root.TraceId, outer.SpanId);
            }
        }))).WaitAsync(Traced.Patience);
        _client.EndTrace(root.TraceId);

        ended.All.Count.ShouldBe((2 * 8 * 200) + 1);
        foreach (var inner in ended.All.Where(a => a.DisplayName.StartsWith('i')))
        {
            inner.ParentSpanId.ShouldBe(ended[$"outer{inner.DisplayName[5..]}"].SpanId);
        }
    }

    [Fact]
    public async Task EndTrace_OnAnotherThread_LeavesThatThreadsCurrent()
    {
        using var ended = new EndedSpans();
        var root = _client.StartTrace("root");

        var stays = await Task.Run(() =>
        {
            using var own = Mlflow.StartSpan("own");
            _client.EndTrace(root.TraceId);
            return ReferenceEquals(Activity.Current, own.Activity);
        }).WaitAsync(Traced.Patience);

        stays.ShouldBeTrue();
        ended.Names.ShouldBe(["root", "own"]);
    }

    [Fact]
    public void Tracing_InitAndDisposeTwice_EndsWithTheLast()
    {
        using var events = new Events();
        var first = MlflowTracing.Init(configuration: Traced.Configuration(("Mlflow:Export", "None")));
        var second = MlflowTracing.Init(o => o.SamplingRatio = 0);
        second.ShouldBeSameAs(first);
        events.Texts("AlreadyInitialised").ShouldHaveSingleItem();

        first.Dispose();
        Mlflow.StartSpan("between").IsRecording.ShouldBeTrue();
        Activity.Current = null;
        second.Dispose();
        second.Dispose();
        first.Dispose();

        Mlflow.StartSpan("after").ShouldBeSameAs(MlflowSpan.NoOp);
    }

    [Fact]
    public async Task Tracing_UsedAfterItsEnd_DoesNothing()
    {
        var tracing = MlflowTracing.Init(configuration: Traced.Configuration(("Mlflow:Export", "None")));
        var fluent = Mlflow.StartSpan("fluent");
        var root = _client.StartTrace("root");
        var child = _client.StartSpan("child", root.TraceId, root.SpanId);
        tracing.Dispose();

        fluent.SetInputs(1).SetAttribute("a", 1).AddEvent("e").RecordException(new TimeoutException()).End();
        _client.StartSpan("late", root.TraceId, root.SpanId).IsRecording.ShouldBeFalse();
        _client.EndSpan(root.TraceId, child.SpanId);
        _client.EndTrace(root.TraceId);

        (await tracing.FlushAsync(TimeSpan.FromSeconds(1))).IsComplete.ShouldBeTrue();
        tracing.Delivery.ShouldBeEmpty();
        root.Activity!.IsStopped.ShouldBeTrue();
        child.Activity!.IsStopped.ShouldBeTrue();
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Client_UsedAfterItsEnd_TracesOnAndAsksNoMore()
    {
        using var ended = new EndedSpans();
        var client = new MlflowClient();
        var root = client.StartTrace("root");
        client.Dispose();
        client.Dispose();

        var child = client.StartSpan("child", root.TraceId, root.SpanId);
        client.EndSpan(root.TraceId, child.SpanId);
        client.EndTrace(root.TraceId);

        ended.Names.ShouldBe(["child", "root"]);
        (await Should.ThrowAsync<MlflowException>(client.GetTraceAsync(root.TraceId).WaitAsync(Traced.Patience))).ErrorCode.ShouldBe(MlflowErrorCode.BadRequest);
    }

    [Fact]
    public void Tracing_StartedAgain_TracesAgain()
    {
        using (new EndedSpans())
        {
            Mlflow.StartSpan("first").Dispose();
        }

        using var ended = new EndedSpans();
        Mlflow.StartSpan("second").Dispose();

        ended.Names.ShouldBe(["second"]);
    }
}
