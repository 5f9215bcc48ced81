using System.Diagnostics;
using OtelBridge.Client.Spans;

namespace OtelBridge.Tests.Client.Spans;

/// <summary>What bounds the traces that clients leave open.</summary>
public sealed class OpenTracesTests
{
    private readonly MlflowClient _client = new();

    [Fact]
    public void StartTrace_OneTooMany_EndsTheOldestWithItsSpans()
    {
        using var events = new Events();
        using var ended = new EndedSpans(("MLFLOW_TRACE_BUFFER_MAX_SIZE", "2"));
        var oldest = _client.StartTrace("oldest");
        _client.StartSpan("child", oldest.TraceId, oldest.SpanId);
        var second = _client.StartTrace("second");

        var third = _client.StartTrace("third");

        ended.Names.ShouldBe(["child", "oldest"]);
        ended.All.ShouldAllBe(a => a.Status == ActivityStatusCode.Error);
        ended.Abandoned("oldest").ShouldNotBeNull().ShouldContain("too many traces");
        ended.Abandoned("child").ShouldBeNull();
        events.Texts("TraceClosed").ShouldHaveSingleItem().ShouldStartWith(oldest.TraceId);
        _client.EndTrace(oldest.TraceId, outputs: "too late");
        _client.EndTrace(second.TraceId);
        _client.EndTrace(third.TraceId);
        ended.Names.ShouldBe(["child", "oldest", "second", "third"]);
    }

    [Fact]
    public void StartTrace_AsManyAsFitOneAfterTheOther_EndsNone()
    {
        using var ended = new EndedSpans(("MLFLOW_TRACE_BUFFER_MAX_SIZE", "2"));

        for (var i = 0; i < 10; i++)
        {
            using var first = _client.StartTrace("first");
            using var second = _client.StartTrace("second");
        }

        ended.All.Count.ShouldBe(20);
        ended.All.ShouldAllBe(a => a.Status == ActivityStatusCode.Ok);
    }

    [Fact]
    public void OpenTrace_OlderThanItMayBe_IsEndedAndYoungerOnesStay()
    {
        var clock = new ManualClock();
        using var ended = new EndedSpans(clock, ("MLFLOW_TRACE_BUFFER_TTL_SECONDS", "10"));
        var old = _client.StartTrace("old");
        _client.StartSpan("child", old.TraceId, old.SpanId);
        clock.Advance(TimeSpan.FromSeconds(6));
        using var young = _client.StartTrace("young");

        clock.Advance(TimeSpan.FromSeconds(3.9));
        ended.Names.ShouldBeEmpty();
        clock.Advance(TimeSpan.FromSeconds(0.1));

        ended.Names.ShouldBe(["child", "old"]);
        ended.Abandoned("old").ShouldNotBeNull().ShouldContain("10 s");
        clock.Advance(TimeSpan.FromSeconds(6));
        ended.Abandoned("young").ShouldNotBeNull();
    }

    [Fact]
    public void OpenTrace_OldestEndedInTime_TheNextIsStillWatched()
    {
        var clock = new ManualClock();
        using var ended = new EndedSpans(clock, ("MLFLOW_TRACE_BUFFER_TTL_SECONDS", "10"));
        var first = _client.StartTrace("first");
        clock.Advance(TimeSpan.FromSeconds(5));
        using var second = _client.StartTrace("second");
        _client.EndTrace(first.TraceId);

        clock.Advance(TimeSpan.FromSeconds(10));

        ended["first"].Status.ShouldBe(ActivityStatusCode.Ok);
        ended["second"].Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Fact]
    public void StartSpan_ManyChildrenOneAfterTheOther_LeaveNothingBehind()
    {
        using var ended = new CountedSpans();
        using var root = _client.StartTrace("root");

        for (var i = 0; i < 100_001; i++)
        {
            var child = _client.StartSpan("child", root.TraceId, root.SpanId);
            _client.EndSpan(root.TraceId, child.SpanId);
        }

        root.Dispose();
        ended.Count.ShouldBe(100_002);
        OpenTraces.Process.HasTraces.ShouldBeFalse();
    }

    [Fact]
    public void StartSpan_MoreChildrenOpenThanMayBe_AreNotRecordedAndTheOthersEnd()
    {
        using var events = new Events();
        using var ended = new CountedSpans();
        var root = _client.StartTrace("root");

        var refused = 0;
        for (var i = 0; i < 100_005; i++)
        {
            refused += _client.StartSpan("child", root.TraceId, root.SpanId).IsRecording ? 0 : 1;
        }

        refused.ShouldBe(6);
        events.Texts("ClientSpanRefused").Count().ShouldBe(6);
        _client.EndTrace(root.TraceId);
        ended.Count.ShouldBe(100_000);
        OpenTraces.Process.HasTraces.ShouldBeFalse();
    }
}
