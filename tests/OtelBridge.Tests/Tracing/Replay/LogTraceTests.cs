using OtelBridge.Attributes;
using OtelBridge.Tracing;

namespace OtelBridge.Tests.Tracing.Replay;

public sealed class LogTraceTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void LogTrace_Everything_IsOneSpan()
    {
        using var spans = new EndedSpans();
        using var current = Mlflow.StartSpan("current");

        var id = Mlflow.LogTrace(
            "answer",
            new { q = "hi" },
            "text",
            new { step = new[] { 1, 2 }, other = (string?)null },
            [new("k", 5)],
            [new("team", "a")],
            Start,
            TimeSpan.FromMilliseconds(250));

        var span = spans.All.ShouldHaveSingleItem();
        span.DisplayName.ShouldBe("answer");
        span.ParentSpanId.ShouldBe(default);
        id.ShouldBe(TraceIds.TextOf(span));
        id.ShouldNotBe(current.TraceId);
        span.StartTimeUtc.ShouldBe(Start.UtcDateTime);
        span.Duration.ShouldBe(TimeSpan.FromMilliseconds(250));
        span.Tags().ShouldSatisfyAllConditions(
            tags => tags[MlflowKeys.SpanInputs].ShouldBe("""{"q":"hi"}"""),
            tags => tags[MlflowKeys.SpanOutputs].ShouldBe("\"text\""),
            tags => tags[MlflowKeys.TraceIntermediateOutputs].ShouldBe("""{"step":[1,2],"other":null}"""),
            tags => tags["k"].ShouldBe(5),
            tags => tags[MlflowKeys.TraceTagPrefix + "team"].ShouldBe("a"));
    }

    [Fact]
    public void LogTrace_OnlyHowLongItTook_EndsNow()
    {
        using var spans = new EndedSpans();
        var before = DateTime.UtcNow;

        Mlflow.LogTrace(executionTime: TimeSpan.FromHours(1));

        var span = spans["Task"];
        span.Duration.ShouldBe(TimeSpan.FromHours(1));
        (span.StartTimeUtc + span.Duration).ShouldBeGreaterThanOrEqualTo(before);
    }

    [Fact]
    public void LogTrace_TimesThatNoCalendarHas_AreMovedIntoIt()
    {
        using var spans = new EndedSpans();

        Mlflow.LogTrace("long", executionTime: TimeSpan.MaxValue);
        Mlflow.LogTrace("late", startTime: DateTimeOffset.MaxValue, executionTime: TimeSpan.MaxValue);
        Mlflow.LogTrace("negative", startTime: Start, executionTime: TimeSpan.MinValue);

        spans.Names.ShouldBe(["long", "late", "negative"]);
        spans["negative"].Duration.ShouldBeLessThan(TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void LogTrace_NobodyListens_SaysSo() => Mlflow.LogTrace("x").ShouldBe("MLFLOW_NO_OP_SPAN_TRACE_ID");
}
