using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Entities;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests;

public sealed class MlflowTests
{
    [Fact]
    public async Task StartSpan_WithStore_ArrivesWithItsContent()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        string traceId;
        using (var span = Mlflow.StartSpan("answer", SpanType.Chain, new { question = "Wie spät?", k = 3 }))
        {
            traceId = span.TraceId;
            span.SetOutputs("late").SetAttribute("n", 42).SetAttribute("list", new[] { 1, 2 });
        }

        var flushed = await Mlflow.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        var sent = store.Spans.ShouldHaveSingleItem();
        sent.Name.ShouldBe("answer");
        sent.Status.Code.ShouldBe(Status.Types.StatusCode.Ok);
        sent.Attribute(MlflowKeys.TraceRequestId).ShouldBe(traceId);
        sent.Attribute(MlflowKeys.SpanType).ShouldBe(SpanType.Chain);
        sent.Attribute(MlflowKeys.SpanInputs).ShouldBe("""{"question":"Wie spät?","k":3}""");
        sent.Attribute(MlflowKeys.SpanOutputs).ShouldBe("\"late\"");
        sent.Attributes.Single(a => a.Key == "n").Value.IntValue.ShouldBe(42);
        sent.Attribute("list").ShouldBe("[1,2]");
        traceId.ShouldBe("tr-" + Convert.ToHexStringLower(sent.TraceId.Span));
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public void StartSpan_NobodyListens_IsOneSharedSpanWithoutAllocation()
    {
        var span = Mlflow.StartSpan("s");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            using var other = Mlflow.StartSpan("s", SpanType.Tool);
            other.SetInputs("x").SetOutputs("y").SetSpanType(SpanType.Llm);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        Mlflow.StartSpan("t").ShouldBeSameAs(span);
        span.IsRecording.ShouldBeFalse();
        span.TraceId.ShouldBe("MLFLOW_NO_OP_SPAN_TRACE_ID");
        span.RequestId.ShouldBe(span.TraceId);
        span.SpanId.ShouldBeEmpty();
        span.Activity.ShouldBeNull();
        Mlflow.ActiveTraceId.ShouldBeNull();
        Mlflow.Trace("f", () => 5).ShouldBe(5);
    }

    [Fact]
    public async Task StartSpan_NotSampled_IsANoOpSpanThatRestoresTheCurrentOne()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (EnvironmentKeys.SamplingRatio, "0"));

        using (var span = Mlflow.StartSpan("s", inputs: 1))
        {
            span.IsRecording.ShouldBeFalse();
            span.TraceId.ShouldBe("MLFLOW_NO_OP_SPAN_TRACE_ID");
            using var child = Mlflow.StartSpan("child");
            child.IsRecording.ShouldBeFalse();
        }

        await tracing.FlushAsync(Traced.Patience);
        Activity.Current.ShouldBeNull();
        store.Spans.ShouldBeEmpty();
    }

    [Fact]
    public void Trace_Results_AreOutputsUnlessTheBodySetsItsOwn()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        MlflowSpan? plain = null, own = null;

        Mlflow.Trace("plain", span => (plain = span, 42).Item2, SpanType.Tool, new { x = 1 }, [new("k", "v")]).ShouldBe(42);
        Mlflow.Trace("own", span => (own = span.SetOutputs("mine"), 42).Item2).ShouldBe(42);

        plain!.Activity!.GetTagItem(MlflowKeys.SpanOutputs).ShouldBe("42");
        plain.Activity.GetTagItem(MlflowKeys.SpanInputs).ShouldBe("""{"x":1}""");
        plain.Activity.GetTagItem(MlflowKeys.SpanType).ShouldBe(SpanType.Tool);
        plain.Activity.GetTagItem("k").ShouldBe("v");
        own!.Activity!.GetTagItem(MlflowKeys.SpanOutputs).ShouldBe("\"mine\"");
        own.Activity.IsStopped.ShouldBeTrue();
    }

    [Fact]
    public void Trace_BodyThrows_ExceptionPassesUntouched()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        var thrown = new InvalidOperationException("no");
        MlflowSpan? recorded = null;

        var caught = Should.Throw<InvalidOperationException>(() => Mlflow.Trace("s", span =>
        {
            recorded = span;
            span.RecordException(thrown);
            throw thrown;
        }));

        caught.ShouldBeSameAs(thrown);
        recorded!.Activity!.Events.ShouldHaveSingleItem();
        recorded.Activity.Status.ShouldBe(ActivityStatusCode.Error);
        recorded.Activity.StatusDescription.ShouldBe("InvalidOperationException: no");
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task TraceAsync_WhileRunning_IsCurrentInsideAndNotForTheCaller()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        var release = new TaskCompletionSource();
        string? inside = null;
        MlflowSpan? recorded = null;

        var running = Mlflow.TraceAsync("s", async span =>
        {
            recorded = span;
            await release.Task;
            inside = Mlflow.ActiveTraceId;
            return "done";
        });

        Activity.Current.ShouldBeNull();
        release.SetResult();
        (await running.WaitAsync(Traced.Patience)).ShouldBe("done");
        inside.ShouldBe(recorded!.TraceId);
        recorded.Activity!.GetTagItem(MlflowKeys.SpanOutputs).ShouldBe("\"done\"");
        recorded.Activity.IsStopped.ShouldBeTrue();
        Mlflow.LastActiveTraceId.ShouldBe(recorded.TraceId);
    }

    [Fact]
    public async Task TraceAsync_BodyThrowsOrIsCancelled_IsRecordedAndPasses()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        MlflowSpan? failed = null, cancelled = null;

        await Should.ThrowAsync<TimeoutException>(Mlflow.TraceAsync("s", async span =>
        {
            failed = span;
            await Task.Yield();
            throw new TimeoutException("late");
        }));
        await Should.ThrowAsync<OperationCanceledException>(Mlflow.TraceAsync("s", async span =>
        {
            cancelled = span;
            await Task.FromCanceled(new CancellationToken(true));
        }));

        failed!.Activity!.StatusDescription.ShouldBe("TimeoutException: late");
        cancelled!.Activity!.Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Fact]
    public async Task TraceAsync_ValueTasks_AreTakenBesideTasksAndLambdasAreTasks()
    {
        using var spans = new EndedSpans();
        static async ValueTask Plain() => await Task.Yield();
        static async ValueTask<int> Five(MlflowSpan? span = null) => await Task.FromResult(span is null ? 5 : 6);

        await Mlflow.TraceAsync("plain", Plain);
        await Mlflow.TraceAsync("span", span => Plain());
        (await Mlflow.TraceAsync("five", () => Five())).ShouldBe(5);
        (await Mlflow.TraceAsync("six", span => Five(span))).ShouldBe(6);
        Task lambda = Mlflow.TraceAsync("lambda", async () => await Task.Yield());
        await lambda;
        Task<int> seven = Mlflow.TraceAsync("seven", async span => await Task.FromResult(7));
        (await seven).ShouldBe(7);
        await Should.ThrowAsync<TimeoutException>(async () => await Mlflow.TraceAsync("failed", () => ValueTask.FromException(new TimeoutException())));

        spans.Names.ShouldBe(["plain", "span", "five", "six", "lambda", "seven", "failed"]);
        spans["six"].GetTagItem(MlflowKeys.SpanOutputs).ShouldBe("6");
        spans["failed"].Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Fact]
    public void UpdateCurrentTrace_LimitsAndStates_AreMlflows()
    {
        using var events = new Events();
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        using var root = Mlflow.StartSpan("root");

        Mlflow.UpdateCurrentTrace(
            tags: [new(new string('k', 300), new string('v', 5000)), new("mlflow.artifactLocation", "x"), new("mlflow.user", "x"), new("", "x")],
            metadata: [new("m", new string('v', 9000))],
            state: TraceState.InProgress,
            modelId: "m-1");

        var tags = root.Activity!.Tags();
        tags.Keys.Where(k => k.StartsWith(MlflowKeys.TraceTagPrefix, StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldBe(MlflowKeys.TraceTagPrefix + new string('k', 250));
        tags[MlflowKeys.TraceTagPrefix + new string('k', 250)].ShouldBe(new string('v', 4096));
        tags[MlflowKeys.TraceMetadataPrefix + "m"].ShouldBe(new string('v', 8000));
        tags[MlflowKeys.TraceMetadataPrefix + MlflowKeys.ModelId].ShouldBe("m-1");
        tags.Keys.ShouldNotContain(MlflowKeys.TraceState);
        events.Texts("TraceUpdateIgnored").Count().ShouldBe(3);
        Mlflow.UpdateCurrentTrace(state: TraceState.Ok);
        root.Activity!.GetTagItem(MlflowKeys.TraceState).ShouldBe("OK");
    }

    [Fact]
    public void UpdateCurrentTrace_FromAChild_SetsTheLocalRoot()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        using var root = Mlflow.StartSpan("root");
        using var child = Mlflow.StartSpan("child");

        Mlflow.UpdateCurrentTrace(
            tags: new Dictionary<string, string> { ["stage"] = "test" },
            metadata: new Dictionary<string, string> { ["build"] = "7" },
            clientRequestId: "r1",
            requestPreview: new string('q', 2000),
            responsePreview: "",
            session: "s1",
            user: "u1");

        string? Fact(string key) => (string?)root.Activity!.GetTagItem(key);
        Fact(MlflowKeys.TraceTagPrefix + "stage").ShouldBe("test");
        Fact(MlflowKeys.TraceMetadataPrefix + "build").ShouldBe("7");
        Fact(MlflowKeys.TraceClientRequestId).ShouldBe("r1");
        Fact(MlflowKeys.TraceRequestPreview).ShouldBe(new string('q', 997) + "...");
        Fact(MlflowKeys.TraceResponsePreview).ShouldBeNull();
        Fact(MlflowKeys.TraceSession).ShouldBe("s1");
        Fact(MlflowKeys.TraceUser).ShouldBe("u1");
        child.Activity!.TagObjects.Count().ShouldBe(2);
    }

    [Fact]
    public void UpdateCurrentTrace_WithoutASpan_SaysSo()
    {
        using var events = new Events();

        Mlflow.UpdateCurrentTrace(user: "u");

        events.Texts("TraceUpdateIgnored").ShouldHaveSingleItem();
    }

    [Fact]
    public void CurrentSpan_OfAnotherInstrumentation_CanBeSetButNotEnded()
    {
        using var source = new ActivitySource("Foreign");
        using var tracing = Traced.To(("Mlflow:Export", "None"), ("Mlflow:Sources", "Foreign"));
        using var activity = source.StartActivity("foreign");

        using (var span = Mlflow.CurrentSpan)
        {
            span.SetInputs("x").End();
        }

        activity!.IsStopped.ShouldBeFalse();
        activity.GetTagItem(MlflowKeys.SpanInputs).ShouldBe("\"x\"");
        Mlflow.ActiveTraceId.ShouldBe("tr-" + activity.TraceId.ToHexString());
    }

    [Fact]
    public void CurrentSpan_None_DoesNothing()
    {
        Mlflow.CurrentSpan.SetInputs(1).IsRecording.ShouldBeFalse();
    }

    [Fact]
    public async Task FlushAsync_NoTracing_IsComplete()
    {
        var result = await Mlflow.FlushAsync();

        result.IsComplete.ShouldBeTrue();
        result.Destinations.ShouldBeEmpty();
    }
}
