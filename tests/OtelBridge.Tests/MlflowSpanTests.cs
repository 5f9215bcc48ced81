using System.Diagnostics;
using OpenTelemetry.Trace;
using OtelBridge.Attributes;

namespace OtelBridge.Tests;

public sealed class MlflowSpanTests : IDisposable
{
    private readonly MlflowTracing _tracing = Traced.To(("Mlflow:Export", "None"));

    public void Dispose()
    {
        _tracing.Dispose();
        Activity.Current = null;
    }

    [Fact]
    public void Inputs_CutInsideACharacter_AreReadAsText()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        using var span = Mlflow.StartSpan("s");

        span.Activity!.SetTag("mlflow.spanInputs", "{\"a\":\"\ud83d");

        span.Inputs!.Value.GetString().ShouldStartWith("{\"a\":");
    }

    [Fact]
    public void SetAttribute_Primitives_StayNativeAndOthersBecomeJson()
    {
        using var span = Mlflow.StartSpan("s");

        span.SetAttribute("text", "a").SetAttribute("bool", true).SetAttribute("int", 1).SetAttribute("long", 2L).SetAttribute("double", 1.5)
            .SetAttribute("ulong", 7UL).SetAttribute("map", new { a = 1 }).SetAttribute("enum", DayOfWeek.Monday).SetAttribute("gone", 1).SetAttribute("gone", null);

        Tags(span).ShouldBe(
            [("text", "a"), ("bool", true), ("int", 1), ("long", 2L), ("double", 1.5), ("ulong", 7L), ("map", """{"a":1}"""), ("enum", "\"Monday\"")]);
    }

    [Fact]
    public void SetAttribute_HugeText_IsCut()
    {
        using var span = Mlflow.StartSpan("s");

        span.SetAttribute("huge", new string('x', 50_000_000));

        span.Activity!.GetTagItem("huge").ShouldBeOfType<string>().Length.ShouldBeLessThanOrEqualTo(1024 * 1024);
    }

    [Fact]
    public void SetTokenUsage_WithoutTotal_SumsUp()
    {
        using var span = Mlflow.StartSpan("s");

        span.SetTokenUsage(12, 0);

        span.Activity!.GetTagItem(MlflowKeys.ChatTokenUsage).ShouldBe("""{"input_tokens":12,"output_tokens":0,"total_tokens":12}""");
    }

    [Fact]
    public void SetTokenUsage_WithAllThatIsKnown_HasEachUnderItsName()
    {
        using var span = Mlflow.StartSpan("s");

        span.SetTokenUsage(12, 3, 20, 4, 5, 2);

        span.Activity!.GetTagItem(MlflowKeys.ChatTokenUsage).ShouldBe(
            """{"input_tokens":12,"output_tokens":3,"total_tokens":20,"cache_read_input_tokens":4,"cache_creation_input_tokens":5,"reasoning_tokens":2}""");
    }

    [Fact]
    public void SetModelAndSetChatTools_AreWhereReadersLookForThem()
    {
        using var span = Mlflow.StartSpan("s");

        span.SetModel("gpt-4o", "openai").SetModel("gpt-4o-mini").SetModel("").SetChatTools(new[] { new { type = "function", function = new { name = "search" } } });

        span.Attributes["gen_ai.request.model"].ShouldBe("gpt-4o-mini");
        span.Attributes["gen_ai.provider.name"].ShouldBe("openai");
        span.Attributes[MlflowKeys.ChatTools].ShouldBe("""[{"type":"function","function":{"name":"search"}}]""");
    }

    [Fact]
    public void Getters_RecordedAndNot_ReadBackWhatWasSet()
    {
        using var span = Mlflow.StartSpan("s", SpanType.Tool, new { a = 1 });
        span.SetOutputs("text").SetAttribute("k", 1);
        span.Activity!.SetTag("mlflow.spanOutputs", "no JSON");

        (span.Name, span.SpanType, span.ParentId, span.Status).ShouldBe(("s", SpanType.Tool, null, SpanStatus.Unset));
        span.Inputs!.Value.GetProperty("a").GetInt32().ShouldBe(1);
        span.Outputs!.Value.GetString().ShouldBe("no JSON");
        span.Attributes["k"].ShouldBe(1);
        span.StartTimeNs.ShouldBeGreaterThan(0);

        var none = MlflowSpan.NoOp;
        (none.Name, none.SpanType, none.ParentId, none.Inputs, none.Outputs, none.StartTimeNs, none.EndTimeNs).ShouldBe(("", SpanType.Unknown, null, null, null, 0, null));
        none.Attributes.ShouldBeEmpty();
    }

    [Fact]
    public void End_StatusUnset_BecomesOkAndErrorStays()
    {
        var fine = Mlflow.StartSpan("fine");
        fine.End();
        var failed = Mlflow.StartSpan("failed").SetStatus(SpanStatus.Error, "why");
        failed.Dispose();

        fine.Activity!.Status.ShouldBe(ActivityStatusCode.Ok);
        failed.Activity!.Status.ShouldBe(ActivityStatusCode.Error);
        failed.Activity.StatusDescription.ShouldBe("why");
    }

    [Fact]
    public void SetStatus_UnknownValue_IsIgnored()
    {
        using var span = Mlflow.StartSpan("s").SetStatus((SpanStatus)7);

        span.Activity!.Status.ShouldBe(ActivityStatusCode.Unset);
    }

    [Fact]
    public void Setters_AfterTheEnd_ChangeNothing()
    {
        var span = Mlflow.StartSpan("s");
        span.Dispose();
        var before = Tags(span);

        span.SetInputs(1).SetOutputs(2).SetAttribute("a", 1).SetSpanType("X").SetTokenUsage(1, 2).AddEvent("e").RecordException(new InvalidOperationException());
        span.SetStatus(SpanStatus.Error).End();
        span.Dispose();

        Tags(span).ShouldBe(before);
        span.Activity!.Events.ShouldBeEmpty();
        span.Activity.Status.ShouldBe(ActivityStatusCode.Ok);
    }

    [Fact]
    public void Setters_BadArguments_AreIgnored()
    {
        using var span = Mlflow.StartSpan(null!, null!);

        span.SetAttribute(null!, 1).SetAttribute("", 1).SetAttributes(null).SetSpanType(null!).AddEvent(null!).RecordException(null!);
        span.SetAttributes(Throwing());
        span.AddEvent("e", Throwing());

        span.Activity!.OperationName.ShouldBe("span");
        span.Activity.GetTagItem(MlflowKeys.SpanType).ShouldBe(SpanType.Unknown);
        span.Activity.GetTagItem("fine").ShouldBe(1);
    }

    [Fact]
    public void Dispose_Nested_RestoresTheParent()
    {
        using var outer = Mlflow.StartSpan("outer");
        using (var inner = Mlflow.StartSpan("inner"))
        {
            Activity.Current.ShouldBe(inner.Activity);
            inner.Activity!.ParentSpanId.ShouldBe(outer.Activity!.SpanId);
            inner.TraceId.ShouldBe(outer.TraceId);
        }

        Activity.Current.ShouldBe(outer.Activity);
    }

    [Fact]
    public void Dispose_OuterBeforeInner_LeavesTheRightOneCurrent()
    {
        var root = Mlflow.StartSpan("root");
        var outer = Mlflow.StartSpan("outer");
        var inner = Mlflow.StartSpan("inner");

        outer.Dispose();
        Activity.Current.ShouldBe(inner.Activity);
        inner.Dispose();
        Activity.Current.ShouldBe(root.Activity);
        root.Dispose();

        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Dispose_OnAnotherThread_LeavesThatThreadsCurrent()
    {
        var span = Mlflow.StartSpan("here");
        Activity? there = null;
        MlflowSpan? own = null;

        var thread = new Thread(() =>
        {
            Activity.Current = null;
            own = Mlflow.StartSpan("there");
            span.Dispose();
            there = Activity.Current;
        });
        thread.Start();
        await Task.Run(thread.Join).WaitAsync(Traced.Patience);

        there.ShouldBe(own!.Activity);
        span.Activity!.IsStopped.ShouldBeTrue();
    }

    [Fact]
    public void Dispose_FromManyThreads_EndsOnce()
    {
        for (var i = 0; i < 200; i++)
        {
            var span = Mlflow.StartSpan("s");
            Parallel.For(0, 4, _ =>
            {
                span.SetAttribute("a", 1);
                span.Dispose();
            });
            span.Activity!.IsStopped.ShouldBeTrue();
            Activity.Current = null;
        }
    }

    [Fact]
    public void AddEvent_BadAttributes_KeepsTheEventAndTheOthers()
    {
        using var span = Mlflow.StartSpan("s");

        span.AddEvent("null key", [new(null!, 1), new("", 2), new("a", 3)]).AddEvent("throws", Failing());

        span.Activity!.Events.Select(e => (e.Name, string.Join(",", e.Tags.Select(t => t.Key)))).ShouldBe([("null key", "a"), ("throws", "b")]);
    }

    [Fact]
    public void End_ProcessorOfTheProgramThrows_TheSurroundingSpanIsCurrentAgain()
    {
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource("OtelBridge").AddProcessor(new ThrowingProcessor()).Build();
        using var outer = Mlflow.StartSpan("outer");

        Mlflow.StartSpan("inner").End();

        Activity.Current.ShouldBeSameAs(outer.Activity);
    }

    [Fact]
    public void RecordException_SameTwice_IsRecordedOnce()
    {
        using var span = Mlflow.StartSpan("s");
        var exception = new InvalidOperationException("no");

        span.RecordException(exception).RecordException(exception);

        var recorded = span.Activity!.Events.ShouldHaveSingleItem();
        recorded.Name.ShouldBe(OTelKeys.ExceptionEvent);
        recorded.Tags.ToDictionary()[OTelKeys.ExceptionType].ShouldBe("System.InvalidOperationException");
        recorded.Tags.ToDictionary()[OTelKeys.ExceptionMessage].ShouldBe("no");
        recorded.Tags.ToDictionary()[OTelKeys.ExceptionStackTrace].ShouldBeOfType<string>().ShouldContain("no");
        span.Activity.StatusDescription.ShouldBe("InvalidOperationException: no");
    }

    private static List<(string, object?)> Tags(MlflowSpan span) =>
        [.. span.Activity!.TagObjects.Where(t => t.Key is not (MlflowKeys.TraceRequestId or MlflowKeys.SpanType)).Select(t => (t.Key, t.Value))];

    private static IEnumerable<KeyValuePair<string, object?>> Throwing()
    {
        yield return new("fine", 1);
        throw new InvalidOperationException();
    }

    private static IEnumerable<KeyValuePair<string, object?>> Failing()
    {
        yield return new("b", 1);
        throw new TimeoutException();
    }

    private sealed class ThrowingProcessor : OpenTelemetry.BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => throw new InvalidOperationException("mine");
    }
}
