using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Entities;
using OtelBridge.TestSupport.Otlp;
using Trace = OtelBridge.Entities.Trace;
using Span = OtelBridge.Entities.Span;

namespace OtelBridge.Tests;

public sealed class MlflowSettingsTests : IDisposable
{
    private readonly List<IDisposable> _started = [];

    public void Dispose()
    {
        Mlflow.Reset();
        _started.ForEach(static s => s.Dispose());
        Activity.Current = null;
    }

    [Fact]
    public void IsEnabled_WithTracingAndWithout_SaysSo()
    {
        Mlflow.IsEnabled.ShouldBeFalse();
        Spans();
        Mlflow.IsEnabled.ShouldBeTrue();
        Mlflow.Disable();
        Mlflow.IsEnabled.ShouldBeFalse();
        Mlflow.Enable();
        Mlflow.IsEnabled.ShouldBeTrue();
    }

    [Fact]
    public void Disable_SpansUnderWay_EndAndNewOnesDoNothing()
    {
        var spans = Spans();
        var running = Mlflow.StartSpan("running");

        Mlflow.Disable();
        Mlflow.Disable();
        Mlflow.StartSpan("no").IsRecording.ShouldBeFalse();
        Mlflow.StartSpanNoContext("no", parent: running).IsRecording.ShouldBeFalse();
        Mlflow.Trace(() => 1, "no")().ShouldBe(1);
        Mlflow.Trace("no", () => 1).ShouldBe(1);
        running.SetOutputs(1).End();
        Mlflow.Enable();
        Mlflow.StartSpan("again").End();

        spans.Names.ShouldBe(["running", "again"]);
        spans["running"].GetTagItem(MlflowKeys.SpanOutputs).ShouldBe("1");
    }

    [Fact]
    public async Task Disable_SpansOfOthers_AreNotSentUnlessTheyWereUnderWay()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Sources", "Foreign"));
        using var foreign = new ActivitySource("Foreign");
        using var running = foreign.StartActivity("running");

        Mlflow.Disable();
        foreign.StartActivity("no")?.Dispose();
        running!.Dispose();
        Mlflow.Enable();
        foreign.StartActivity("again")?.Dispose();
        await tracing.FlushAsync(Traced.Patience);

        store.Spans.Select(static s => s.Name).ShouldBe(["running", "again"]);
    }

    [Fact]
    public async Task Configure_Processors_ChangeEverySpanInOrderBeforeItIsSent()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Sources", "Foreign"));
        using var foreign = new ActivitySource("Foreign");
        using var masking = Mlflow.Configure(
            static span => span.SetInputs("masked").SetAttribute("secret", null).SetAttribute("n", 1),
            static span => span.SetAttribute("n", (int)span.Attributes["n"]! + 1).SetStatus(SpanStatus.Error, "found out").AddEvent("seen"));

        Mlflow.StartSpan("own", inputs: "card 1").SetAttribute("secret", "x").End();
        Mlflow.StartSpanNoContext("detached", inputs: "card 2").End();
        foreign.StartActivity("theirs")?.SetTag("secret", "x").Dispose();
        await tracing.FlushAsync(Traced.Patience);

        store.Spans.Select(static s => s.Name).ShouldBe(["own", "detached", "theirs"]);
        foreach (var span in store.Spans)
        {
            span.Attribute(MlflowKeys.SpanInputs).ShouldBe("\"masked\"");
            span.Attributes.Single(static a => a.Key == "n").Value.IntValue.ShouldBe(2);
            span.Attribute("secret").ShouldBeNull();
            (span.Status.Code, span.Status.Message).ShouldBe((Otlp.Status.Types.StatusCode.Error, "found out"));
            span.Events.ShouldHaveSingleItem().Name.ShouldBe("seen");
        }
    }

    [Fact]
    public void Configure_Disposed_PutsBackWhatWasBefore()
    {
        var spans = Spans();
        using var outer = Mlflow.Configure(static span => span.SetAttribute("by", "outer"));
        using (Mlflow.Configure(static span => span.SetAttribute("by", "inner")))
        {
            Mlflow.StartSpan("a").End();
        }

        Mlflow.StartSpan("b").End();
        outer.Dispose();
        Mlflow.StartSpan("c").End();

        new[] { "a", "b", "c" }.Select(n => spans[n].GetTagItem("by")).ShouldBe(["inner", "outer", null]);
    }

    [Fact]
    public void Configure_ProcessorThrows_SpanGoesWithoutItsContentAndTheOthersRun()
    {
        var spans = Spans();
        using var events = new Events();
        using var masking = Mlflow.Configure(static _ => throw new InvalidOperationException("no"), static span => span.SetAttribute("after", true));
        using (var span = Mlflow.StartSpan("s", SpanType.Llm, "card 1"))
        {
            span.SetOutputs("out").SetAttribute("text", "card 1").SetAttribute("number", 5).SetTokenUsage(1, 2);
            Mlflow.UpdateCurrentTrace(session: "s-1", requestPreview: "card 1");
        }

        spans["s"].Tags().Keys.ShouldBe(
            [MlflowKeys.TraceRequestId, MlflowKeys.SpanType, "number", MlflowKeys.ChatTokenUsage, MlflowKeys.TraceSession, "after"], ignoreOrder: true);
        events.Texts("SpanProcessorFailed").ShouldHaveSingleItem().ShouldContain("InvalidOperationException");
    }

    [Fact]
    public void Configure_SlowProcessor_IsNotInTheSpansTimeAndTheSpanCannotBeKept()
    {
        var spans = Spans();
        MlflowSpan? kept = null;
        var end = default(long?);
        using var masking = Mlflow.Configure(span =>
        {
            kept = span;
            end = span.StartTimeNs + ((long)span.Activity!.Duration.TotalNanoseconds / 100 * 100);
            span.End();
        });

        Mlflow.StartSpan("s").End();
        kept!.SetAttribute("late", 1);

        kept.EndTimeNs.ShouldBe(end);
        spans["s"].GetTagItem("late").ShouldBeNull();
        spans["s"].Status.ShouldBe(ActivityStatusCode.Ok);
    }

    [Fact]
    public void Configure_ProcessorThatTraces_MakesNoSpansAndLeavesTheCurrentSpan()
    {
        var spans = Spans();
        var calls = 0;
        using var outer = Mlflow.StartSpan("outer");
        using var tracing = Mlflow.Configure(_ =>
        {
            calls++;
            Mlflow.StartSpan("in the processor");
            Mlflow.StartSpanNoContext("in the processor").End();
            Mlflow.Trace("in the processor", static () => 1).ShouldBe(1);
        });

        Mlflow.StartSpan("s").End();

        Activity.Current.ShouldBeSameAs(outer.Activity);
        calls.ShouldBe(1);
        spans.Names.ShouldBe(["s"]);
    }

    [Fact]
    public void Configure_SpansOfARecordedTrace_AreMaskedForExportersBeforeOursToo()
    {
        var seen = new List<object?>();
        using var provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(static services => services.AddSingleton(Traced.Configuration(("Mlflow:Export", "None"))))
            .AddProcessor(new Inputs(seen))
            .AddMlflow()
            .Build();
        using var masking = Mlflow.Configure(static span => span.SetInputs("masked"));

        Mlflow.LogTrace("logged", "card 1");
        Mlflow.AddTrace(new Trace
        {
            Info = new TraceInfo { TraceId = "tr-0123456789abcdef0123456789abcdef", State = TraceState.Ok },
            Spans = [new Span { TraceId = "tr-0123456789abcdef0123456789abcdef", SpanId = "0123456789abcdef", Name = "added", EndTimeNs = 1 }],
        });

        seen.ShouldBe(["\"masked\"", "\"masked\"", "\"masked\""]);
    }

    [Fact]
    public void Configure_Null_Throws()
    {
        Should.Throw<ArgumentNullException>(() => Mlflow.Configure(null!));
        Should.Throw<ArgumentNullException>(() => Mlflow.Configure([null!]));
    }

    [Fact]
    public void Reset_AfterEverything_IsAsInTheBeginning()
    {
        var spans = Spans();
        Mlflow.Configure(static span => span.SetAttribute("by", 1));
        Mlflow.SetDestination(MlflowDestination.Experiment("7"));
        Mlflow.SetExperiment("x");
        Mlflow.UseSession("s");
        Mlflow.StartSpan("a").End();
        Mlflow.Disable();

        Mlflow.Reset();

        Mlflow.LastActiveTraceId.ShouldBeNull();
        Mlflow.LastActiveTraceIdOfFlow.ShouldBeNull();
        Mlflow.StartSpan("b").End();
        spans["b"].Tags().Keys.ShouldBe([MlflowKeys.TraceRequestId, MlflowKeys.SpanType], ignoreOrder: true);
    }

    private EndedSpans Spans()
    {
        var spans = new EndedSpans();
        _started.Add(spans);
        return spans;
    }

    /// <summary>The inputs of each span as they are at its end.</summary>
    private sealed class Inputs(List<object?> seen) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => seen.Add(data.GetTagItem(MlflowKeys.SpanInputs));
    }
}
