using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.Tracing;

namespace OtelBridge.Tests.Tracing;

public sealed class DetachedSpanTests : IDisposable
{
    private readonly MlflowTracing _tracing = Traced.To(("Mlflow:Export", "None"));

    public void Dispose()
    {
        _tracing.Dispose();
        Activity.Current = null;
    }

    [Fact]
    public void StartSpanNoContext_WithoutParent_IsANewTraceAndLeavesTheCurrentSpan()
    {
        using var ambient = Mlflow.StartSpan("ambient");

        var span = Mlflow.StartSpanNoContext("job", SpanType.Task, inputs: 1, attributes: [new("k", 2)], tags: [new("t", "v")], experimentId: "7");

        Activity.Current.ShouldBeSameAs(ambient.Activity);
        span.TraceId.ShouldNotBe(ambient.TraceId);
        span.ParentId.ShouldBeNull();
        span.SpanType.ShouldBe(SpanType.Task);
        span.Inputs!.Value.GetInt32().ShouldBe(1);
        span.Attributes["k"].ShouldBe(2);
        span.Attributes[MlflowKeys.TraceTagPrefix + "t"].ShouldBe("v");
        span.Attributes[MlflowKeys.ExperimentId].ShouldBe("7");
        span.End();
        Activity.Current.ShouldBeSameAs(ambient.Activity);
        Mlflow.LastActiveTraceId.ShouldBe(span.TraceId);
    }

    [Fact]
    public void StartSpanNoContext_WithParent_IsItsChildAndNotARoot()
    {
        var root = Mlflow.StartSpanNoContext("root");
        var child = Mlflow.StartSpanNoContext("child", parent: root, tags: [new("t", "v")], experimentId: "7");

        child.TraceId.ShouldBe(root.TraceId);
        child.ParentId.ShouldBe(root.SpanId);
        child.Activity!.Parent.ShouldBeSameAs(root.Activity);
        child.Attributes.Keys.ShouldNotContain(MlflowKeys.ExperimentId);
        root.Attributes[MlflowKeys.TraceTagPrefix + "t"].ShouldBe("v");
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public void StartSpanNoContext_ParentHasEnded_IsItsChildAndNotARoot()
    {
        var root = Mlflow.StartSpanNoContext("root");
        root.End();
        using var other = Mlflow.StartSpan("other");
        Mlflow.Trace("marker", () => { });
        var last = Mlflow.LastActiveTraceId;

        var child = Mlflow.StartSpanNoContext("child", parent: root);
        child.End();

        child.TraceId.ShouldBe(root.TraceId);
        child.ParentId.ShouldBe(root.SpanId);
        ActiveTrace.IsLocalRoot(child.Activity!).ShouldBeFalse();
        Mlflow.LastActiveTraceId.ShouldBe(last);
        Activity.Current.ShouldBeSameAs(other.Activity);
    }

    [Fact]
    public void StartSpanNoContext_ParentDoesNotRecord_DoesNotRecord() =>
        Mlflow.StartSpanNoContext("child", parent: MlflowSpan.NoOp).IsRecording.ShouldBeFalse();

    [Fact]
    public void End_OnAnotherThread_LeavesItsCurrentSpan()
    {
        var span = Mlflow.StartSpanNoContext("job");
        var inside = default(Activity);
        var ambient = default(Activity);
        var thread = new Thread(() =>
        {
            using var own = Mlflow.StartSpan("own");
            ambient = own.Activity;
            span.End();
            inside = Activity.Current;
        });

        thread.Start();
        thread.Join();

        span.Activity!.IsStopped.ShouldBeTrue();
        inside.ShouldBeSameAs(ambient);
    }

    [Fact]
    public void StartAndEnd_WithTimes_HaveThem()
    {
        var start = new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

        var span = Mlflow.StartSpanNoContext("job", startTime: start);
        span.AddEvent("tick", timestamp: start.AddSeconds(1));
        span.EndTimeNs.ShouldBeNull();
        span.End(outputs: "out", attributes: [new("k", "v")], status: SpanStatus.Error, endTime: start.AddSeconds(2));
        span.End(outputs: "again", endTime: start.AddHours(1));

        span.StartTimeNs.ShouldBe(start.ToUnixTimeMilliseconds() * 1_000_000);
        span.EndTimeNs.ShouldBe(start.AddSeconds(2).ToUnixTimeMilliseconds() * 1_000_000);
        span.Activity!.Events.Single().Timestamp.ShouldBe(start.AddSeconds(1));
        span.Outputs!.Value.GetString().ShouldBe("out");
        span.Attributes["k"].ShouldBe("v");
        span.Status.ShouldBe(SpanStatus.Error);
    }

    [Fact]
    public void End_TimeBeforeTheStart_EndsAtTheStart()
    {
        var start = DateTimeOffset.UnixEpoch.AddYears(50);

        var span = Mlflow.StartSpanNoContext("job", startTime: start);
        span.End(outputs: null, endTime: start.AddDays(-1));

        (span.EndTimeNs - span.StartTimeNs)!.Value.ShouldBeInRange(0, 100);
    }

    [Fact]
    public void BeginDetached_WithATraceId_HasItAndTheNextHasNot()
    {
        var id = ActivityTraceId.CreateRandom();

        var span = SpanStart.BeginDetached("job", SpanType.Unknown, parent: null, traceId: id);
        var other = SpanStart.BeginDetached("other", SpanType.Unknown, parent: null);

        span.TraceId.ShouldBe("tr-" + id.ToHexString());
        span.ParentId.ShouldBeNull();
        ActiveTrace.IsLocalRoot(span.Activity!).ShouldBeTrue();
        other.TraceId.ShouldNotBe(span.TraceId);
    }

    [Fact]
    public void BeginDetached_WithATraceId_AsksTheGeneratorOfTheProgramOtherwise()
    {
        var theirs = ActivityTraceId.CreateRandom();
        var before = Activity.TraceIdGenerator;
        try
        {
            Activity.TraceIdGenerator = () => theirs;
            var ours = ActivityTraceId.CreateRandom();

            SpanStart.BeginDetached("job", SpanType.Unknown, parent: null, traceId: ours).TraceId.ShouldBe("tr-" + ours.ToHexString());
            SpanStart.BeginDetached("job", SpanType.Unknown, parent: null).TraceId.ShouldBe("tr-" + theirs.ToHexString());
        }
        finally
        {
            Activity.TraceIdGenerator = before;
        }
    }

    [Theory]
    [InlineData("00000000000000010000000000000001", false)]
    [InlineData("ffffffffffffffffffffffffffffffff", true)]
    public void BeginDetached_WithATraceId_IsSampledByItsRatioAsARoot(string id, bool recorded)
    {
        _tracing.Dispose();
        using var half = Traced.To(("Mlflow:Export", "None"), (EnvironmentKeys.SamplingRatio, "0.5"));

        SpanStart.BeginDetached("job", SpanType.Unknown, parent: null, traceId: ActivityTraceId.CreateFromString(id)).IsRecording.ShouldBe(recorded);
    }

    [Fact]
    public async Task StartSpanNoContext_WithStore_SpansArriveAsOneTrace()
    {
        _tracing.Dispose();
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        var root = Mlflow.StartSpanNoContext("root");
        var child = Mlflow.StartSpanNoContext("child", parent: root);
        await Task.Run(() => child.End());
        await Task.Run(() => root.End());
        (await Mlflow.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Select(s => s.Name).ShouldBe(["child", "root"]);
        store.Spans[0].ParentSpanId.ShouldBe(store.Spans[1].SpanId);
    }
}
