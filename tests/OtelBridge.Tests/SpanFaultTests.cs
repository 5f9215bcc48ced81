using System.Collections;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests;

/// <summary>What a program can set on a span that it should not: the span stays of use, and nothing grows without end.</summary>
public sealed class SpanFaultTests : IDisposable
{
    public void Dispose() => Activity.Current = null;

    [Fact]
    public void ReservedKeys_TakeTheFormOfTheirSetters()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        using var span = Mlflow.StartSpan("s");

        span.SetAttribute(MlflowKeys.SpanInputs, "text").SetAttribute(MlflowKeys.SpanOutputs, new { a = 1 }).SetAttribute(MlflowKeys.SpanType, DayOfWeek.Friday)
            .SetAttribute(MlflowKeys.ChatTokenUsage, new { input_tokens = 1 });

        object? Tag(string key) => span.Activity!.GetTagItem(key);
        Tag(MlflowKeys.SpanInputs).ShouldBe("\"text\"");
        Tag(MlflowKeys.SpanOutputs).ShouldBe("""{"a":1}""");
        Tag(MlflowKeys.SpanType).ShouldBe("Friday");
        Tag(MlflowKeys.ChatTokenUsage).ShouldBe("""{"input_tokens":1}""");
        span.SetAttribute(MlflowKeys.SpanInputs, null);
        Tag(MlflowKeys.SpanInputs).ShouldBeNull();
    }

    [Fact]
    public void IdOfTheTrace_IsNotTheProgramsToSet()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        using var events = new Events();
        using var span = Mlflow.StartSpan("s", attributes: new Dictionary<string, object?> { [MlflowKeys.TraceRequestId] = "tr-0", ["other"] = 1 });

        span.SetAttribute(MlflowKeys.TraceRequestId, null);

        span.Activity!.GetTagItem(MlflowKeys.TraceRequestId).ShouldBe(span.TraceId);
        span.Activity.GetTagItem("other").ShouldBe(1);
        events.Texts("SpanContentRefused").Count().ShouldBe(2);
    }

    [Fact]
    public void Attributes_WithoutEnd_EndAtTheBound()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        using var events = new Events();
        using var span = Mlflow.StartSpan("s");

        span.SetAttributes(Numbered()).SetAttributes(Same()).SetAttribute("one more", 1).SetAttribute("a0", "again").SetInputs("always");
        Mlflow.UpdateCurrentTrace(tags: Tags(), metadata: Tags());

        span.Activity!.TagObjects.Count().ShouldBe(5_001, "the bound, and the inputs");
        span.Activity.GetTagItem("a0").ShouldBe("again");
        span.Activity.GetTagItem("one more").ShouldBeNull();
        span.Activity.GetTagItem(MlflowKeys.SpanInputs).ShouldBe("\"always\"");
        events.Texts("SpanContentRefused").ShouldNotBeEmpty();

        static IEnumerable<KeyValuePair<string, object?>> Numbered()
        {
            for (var i = 0; ; i++)
            {
                yield return new($"a{i}", i);
            }
        }

        static IEnumerable<KeyValuePair<string, object?>> Same()
        {
            while (true)
            {
                yield return new("a0", 1);
            }
        }

        static IEnumerable<KeyValuePair<string, string>> Tags()
        {
            for (var i = 0; ; i++)
            {
                yield return new($"t{i}", "v");
            }
        }
    }

    [Fact]
    public void Events_WithoutEnd_EndAtTheBound()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        using var span = Mlflow.StartSpan("s");

        for (var i = 0; i < 6_000; i++)
        {
            span.AddEvent("e");
        }

        span.Activity!.Events.Count().ShouldBe(5_000);
    }

    [Fact]
    public void AttributesOfAnEvent_WithoutEnd_EndAtTheBound()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        using var span = Mlflow.StartSpan("s");

        span.AddEvent("e", Enumerable.Range(0, int.MaxValue).Select(i => KeyValuePair.Create($"k{i}", (object?)i)));

        span.Activity!.Events.Single().Tags.Count().ShouldBe(128);
    }

    [Fact]
    public async Task ExceptionWhoseMembersThrow_PassesThroughAndIsRecorded()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));
        var thrown = new Treacherous();

        var caught = Should.Throw<Treacherous>(() => Mlflow.Trace("s", () => throw thrown));

        caught.ShouldBeSameAs(thrown);
        await Mlflow.FlushAsync(Traced.Patience);
        var span = store.Spans.ShouldHaveSingleItem();
        span.Status.Message.ShouldBe("Treacherous: [message threw InvalidOperationException]");
        span.Events.ShouldHaveSingleItem().Attributes.Select(a => a.Key).ShouldBe([OTelKeys.ExceptionType, OTelKeys.ExceptionMessage, OTelKeys.ExceptionStackTrace]);
    }

    [Fact]
    public async Task ValuesThatNoWireKnows_AreSentAsText()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        Mlflow.Trace("s", span => span.SetAttribute("a", new object()).SetAttribute("b", ulong.MaxValue).SetAttribute("c", 1.1m).SetAttribute("d", float.NaN).SetAttribute("e", typeof(int)));

        await Mlflow.FlushAsync(Traced.Patience);
        var attributes = store.Spans.Single().Attributes.ToDictionary(a => a.Key, a => a.Value);
        attributes["a"].StringValue.ShouldBe("{}");
        attributes["b"].StringValue.ShouldBe("18446744073709551615");
        attributes["c"].StringValue.ShouldBe("1.1");
        attributes["d"].DoubleValue.ShouldBe(double.NaN);
        attributes["e"].StringValue.ShouldBe("\"System.Int32\"");
    }

    [Fact]
    public void ProcessorOfTheProgramThatThrowsAtTheStart_CostsTheSpanAndNotTheCurrentOne()
    {
        using var tracing = MlflowTracing.Init(
            configuration: Traced.Configuration(("Mlflow:Export", "None")), configureProvider: static builder => builder.AddProcessor(new ThrowsAtStart()));
        using var outer = new Activity("outer").Start();

        Mlflow.StartSpan("s").IsRecording.ShouldBeFalse();
        Activity.Current.ShouldBeSameAs(outer);
        Activity.Current = null;
        Mlflow.StartSpan("s").IsRecording.ShouldBeFalse();
        Activity.Current.ShouldBeNull();
        Mlflow.StartSpanNoContext("s").IsRecording.ShouldBeFalse();
        Mlflow.Trace("s", static () => 1).ShouldBe(1);
        Activity.Current.ShouldBeNull();
    }

    private sealed class ThrowsAtStart : BaseProcessor<Activity>
    {
        public override void OnStart(Activity data) => throw new InvalidOperationException();
    }

    private sealed class Treacherous : Exception
    {
        public override string Message => throw new InvalidOperationException();

        public override string? StackTrace => throw new InvalidOperationException();

        public override IDictionary Data => throw new InvalidOperationException();

        public override string ToString() => throw new InvalidOperationException();

        public override Exception GetBaseException() => throw new InvalidOperationException();
    }
}
