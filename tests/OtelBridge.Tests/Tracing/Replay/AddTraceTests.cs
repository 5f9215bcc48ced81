using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Entities;
using OtelBridge.Tests.Entities;
using OtelBridge.Tracing;
using Trace = OtelBridge.Entities.Trace;

namespace OtelBridge.Tests.Tracing.Replay;

public sealed class AddTraceTests
{
    // Within the range in which a double of milliseconds is exact enough.
    private const double Start = 1_000_000;

    private static readonly Trace Sample = SampleTrace.Of(
        SampleTrace.Span(1, null, "remote", Start, 100, SpanType.Agent, """{"q": "hi"}""", "\"text\"").With("n", "5").With("real", "0.5").With("text", "\"t\"").With("map", """{"a": [1]}""").With("none", "null")
            .With(MlflowKeys.TraceRequestId, "\"tr-else\"").With(MlflowKeys.TraceTagPrefix + "x", "\"not this\""),
        SampleTrace.Span(2, 1, "child", Start + 10, 20, SpanType.Tool, status: SpanStatus.Error) with
        {
            StatusDescription = "boom",
            Events = [new SpanEvent("exception", (long)((Start + 15) * 1e6), new Dictionary<string, System.Text.Json.JsonElement> { ["exception.message"] = SampleTrace.Json("\"boom\"") })],
        },
        SampleTrace.Span(3, 2, "grandchild", Start + 12, null, status: SpanStatus.Unset),
        SampleTrace.Span(4, 9, "orphan", Start + 50, 1)) with
    {
        Info = new TraceInfo
        {
            TraceId = SampleTrace.Id,
            State = TraceState.Ok,
            Tags = new Dictionary<string, string> { ["mine"] = "theirs", ["both"] = "theirs", ["mlflow.traceName"] = "remote" },
            TraceMetadata = new Dictionary<string, string> { ["m"] = "theirs", ["mlflow.trace.session"] = "s-1", ["mlflow.trace.user"] = "ada", ["mlflow.trace.sizeBytes"] = "7", ["mlflow.sourceRun"] = "r" },
        },
    };

    [Fact]
    public void AddTrace_WithCurrentSpan_IsPartOfItsTrace()
    {
        using var spans = new EndedSpans();
        string traceId;
        using (var current = Mlflow.StartSpan("current"))
        {
            traceId = current.TraceId;
            Mlflow.AddTrace(Sample);

            Activity.Current.ShouldBeSameAs(current.Activity);
        }

        spans.Names.ShouldBe(["orphan", "grandchild", "child", "remote", "current"]);
        spans.All.ShouldAllBe(activity => TraceIds.TextOf(activity) == traceId);
        spans["remote"].ParentSpanId.ShouldBe(spans["current"].SpanId);
        spans["child"].ParentSpanId.ShouldBe(spans["remote"].SpanId);
        spans["grandchild"].ParentSpanId.ShouldBe(spans["child"].SpanId);
        spans["orphan"].ParentSpanId.ShouldBe(spans["current"].SpanId);
    }

    [Fact]
    public void AddTrace_Span_KeepsWhatItSays()
    {
        using var spans = new EndedSpans();
        using (Mlflow.StartSpan("current"))
        {
            Mlflow.AddTrace(Sample);
        }

        var remote = spans["remote"];
        remote.Tags().ShouldSatisfyAllConditions(
            tags => tags[MlflowKeys.SpanType].ShouldBe(SpanType.Agent),
            tags => tags[MlflowKeys.SpanInputs].ShouldBe("""{"q":"hi"}"""),
            tags => tags[MlflowKeys.SpanOutputs].ShouldBe("\"text\""),
            tags => tags["n"].ShouldBe(5L),
            tags => tags["real"].ShouldBe(0.5),
            tags => tags["text"].ShouldBe("t"),
            tags => tags["map"].ShouldBe("""{"a":[1]}"""),
            tags => tags.ShouldNotContainKey("none"),
            tags => tags[MlflowKeys.TraceRequestId].ShouldBe(TraceIds.TextOf(remote)),
            tags => tags.ShouldNotContainKey(MlflowKeys.TraceTagPrefix + "x"));
        remote.StartTimeUtc.ShouldBe(DateTime.UnixEpoch.AddMilliseconds(Start));
        remote.Duration.ShouldBe(TimeSpan.FromMilliseconds(100));
        remote.Status.ShouldBe(ActivityStatusCode.Ok);
        var child = spans["child"];
        child.Status.ShouldBe(ActivityStatusCode.Error);
        child.StatusDescription.ShouldBe("boom");
        var happened = child.Events.ShouldHaveSingleItem();
        happened.Name.ShouldBe("exception");
        happened.Timestamp.ShouldBe(DateTimeOffset.UnixEpoch.AddMilliseconds(Start + 15));
        happened.Tags.ShouldBe([KeyValuePair.Create("exception.message", (object?)"boom")]);
        spans["grandchild"].Status.ShouldBe(ActivityStatusCode.Unset);
        spans["grandchild"].Duration.ShouldBe(TimeSpan.FromMilliseconds(88));
    }

    [Fact]
    public void AddTrace_TagsAndMetadata_AreMergedAndThoseOfTheTraceWin()
    {
        using var spans = new EndedSpans();
        using (Mlflow.StartSpan("current"))
        {
            Mlflow.UpdateCurrentTrace(tags: [new("both", "ours")], user: "eve");
            Mlflow.AddTrace(Sample);
        }

        spans["current"].Tags().ShouldSatisfyAllConditions(
            tags => tags[MlflowKeys.TraceTagPrefix + "mine"].ShouldBe("theirs"),
            tags => tags[MlflowKeys.TraceTagPrefix + "both"].ShouldBe("ours"),
            tags => tags[MlflowKeys.TraceMetadataPrefix + "m"].ShouldBe("theirs"),
            tags => tags[MlflowKeys.TraceMetadataPrefix + "mlflow.sourceRun"].ShouldBe("r"),
            tags => tags[MlflowKeys.TraceSession].ShouldBe("s-1"),
            tags => tags[MlflowKeys.TraceUser].ShouldBe("eve"),
            tags => tags.ShouldNotContainKey(MlflowKeys.TraceTagPrefix + "mlflow.traceName"),
            tags => tags.ShouldNotContainKey(MlflowKeys.TraceMetadataPrefix + "mlflow.trace.sizeBytes"));
    }

    [Fact]
    public void AddTrace_WithTarget_IsBelowItWhateverIsCurrent()
    {
        using var spans = new EndedSpans();
        using var current = Mlflow.StartSpan("current");
        var target = Mlflow.StartSpanNoContext("target");

        Mlflow.AddTrace(Sample.ToJson(), target);
        target.End();

        spans["remote"].ParentSpanId.ShouldBe(target.Activity!.SpanId);
        spans["remote"].TraceId.ShouldBe(target.Activity.TraceId);
    }

    [Fact]
    public void AddTrace_WithoutCurrentSpan_IsATraceOfItsOwn()
    {
        using var spans = new EndedSpans();

        Mlflow.AddTrace(Sample);

        var around = spans["Remote Trace <remote>"];
        around.ParentSpanId.ShouldBe(default);
        around.StartTimeUtc.ShouldBe(DateTime.UnixEpoch.AddMilliseconds(Start - 1));
        around.Duration.ShouldBe(TimeSpan.FromMilliseconds(101));
        around.Status.ShouldBe(ActivityStatusCode.Ok);
        around.Tags()[MlflowKeys.SpanInputs].ShouldBe("""{"q":"hi"}""");
        around.Tags()[MlflowKeys.SpanOutputs].ShouldBe("\"text\"");
        around.Tags()[MlflowKeys.TraceTagPrefix + "mine"].ShouldBe("theirs");
        spans["remote"].ParentSpanId.ShouldBe(around.SpanId);
        Activity.Current.ShouldBeNull();
        Mlflow.LastActiveTraceId.ShouldBe(TraceIds.TextOf(around));
    }

    [Fact]
    public void AddTrace_ChainOfTenThousandAndARing_AreAdded()
    {
        using var spans = new EndedSpans();

        Mlflow.AddTrace(SampleTrace.Of(
        [
            .. Enumerable.Range(1, 10_000).Select(static n => SampleTrace.Span(n, n == 1 ? null : n - 1, $"s{n}", n)),
            SampleTrace.Span(20_001, 20_002, "ring", 1),
            SampleTrace.Span(20_002, 20_001, "other", 1),
        ]));

        spans.All.Count.ShouldBe(10_003);
        spans["s10000"].ParentSpanId.ShouldBe(spans["s9999"].SpanId);
        spans["other"].ParentSpanId.ShouldBe(spans["ring"].SpanId);
    }

    [Fact]
    public void AddTrace_InProgress_IsRefused()
    {
        using var spans = new EndedSpans();
        var running = Sample with { Info = Sample.Info with { State = TraceState.InProgress } };

        Should.Throw<MlflowException>(() => Mlflow.AddTrace(running)).ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
        Should.Throw<MlflowException>(() => Mlflow.AddTrace("{}")).ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
        spans.All.ShouldBeEmpty();
    }

    [Fact]
    public void AddTrace_WithoutSpans_AddsNothing()
    {
        using var spans = new EndedSpans();

        Mlflow.AddTrace(Sample with { Spans = [] });

        spans.All.ShouldBeEmpty();
    }

    [Fact]
    public void AddTrace_NobodyListens_DoesNothing()
    {
        Mlflow.AddTrace(Sample with { Info = Sample.Info with { State = TraceState.InProgress } });
        Mlflow.AddTrace("no trace");

        using var spans = new EndedSpans();
        Mlflow.Disable();
        try
        {
            Mlflow.AddTrace("no trace");
        }
        finally
        {
            Mlflow.Enable();
        }

        spans.All.ShouldBeEmpty();
    }

    [Fact]
    public void AddTrace_TargetRecordsNothing_AddsNothing()
    {
        using var spans = new EndedSpans(("Mlflow:SamplingRatio", "0"));
        using var target = Mlflow.StartSpan("unsampled");

        Mlflow.AddTrace(Sample, target);

        spans.All.ShouldBeEmpty();
    }
}
