using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Tracing;

/// <summary>Features of different kinds used at once, as programs do.</summary>
public sealed class MeetingPointTests : IDisposable
{
    public void Dispose()
    {
        Mlflow.Reset();
        Activity.Current = null;
    }

    [Fact]
    public void Processors_WithTwoTracingsInOneProcess_RunOnceForEachSpan()
    {
        using var first = Traced.To(("Mlflow:Export", "None"), ("Mlflow:Sources", "Foreign"));
        using var second = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(static services => services.AddSingleton(Traced.Configuration(("Mlflow:Export", "None"), ("Mlflow:Sources", "Foreign"))))
            .AddMlflow()
            .Build();
        using var foreign = new ActivitySource("Foreign");
        var seen = new List<string>();
        using var processing = Mlflow.Configure(span => seen.Add(span.Name));

        using (Mlflow.StartSpan("own"))
        {
            foreign.StartActivity("theirs")?.Dispose();
        }

        Mlflow.StartSpanNoContext("detached").End();

        seen.ShouldBe(["theirs", "own", "detached"]);
    }

    [Fact]
    public async Task Exception_ThroughEveryWayToTrace_IsOneEventWhereItAppeared()
    {
        using var spans = new EndedSpans();

        await Should.ThrowAsync<InvalidOperationException>(() => Outer(1));

        spans.Names.ShouldBe(["Inner", "delegate", "using", "lambda", "Outer"]);
        spans.All.Where(static a => a.Events.Any()).Select(static a => a.DisplayName).ShouldBe(["Inner"]);
        spans.All.Where(static a => a.DisplayName != "using").ShouldAllBe(a => a.Status == ActivityStatusCode.Error);
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task AsyncLambda_GivenToTraceInsteadOfTraceAsync_IsFollowedToItsEnd()
    {
        using var spans = new EndedSpans();
        var gate = new TaskCompletionSource();

        var running = Mlflow.Trace("result", async () =>
        {
            await gate.Task;
            Mlflow.StartSpan("inside").End();
            return 5;
        });
        var failing = Mlflow.Trace("failing", async span =>
        {
            await gate.Task;
            span.SetAttribute("n", 1);
            throw new InvalidOperationException("late");
        });
        Activity.Current.ShouldBeNull();
        spans.All.ShouldBeEmpty();
        gate.SetResult();

        (await running).ShouldBe(5);
        await Should.ThrowAsync<InvalidOperationException>((Task)failing);
        (await Mlflow.Trace("at once", static () => Task.FromResult("x"))).ShouldBe("x");
        await Mlflow.Trace("nothing", static () => Task.CompletedTask);
        // The program has the task itself, not one that waits for the span, and may be first.
        SpinWait.SpinUntil(() => spans.All.Count == 5, Traced.Patience).ShouldBeTrue();
        spans["inside"].ParentSpanId.ShouldBe(spans["result"].SpanId);
        spans["result"].GetTagItem(MlflowKeys.SpanOutputs).ShouldBe("5");
        spans["at once"].GetTagItem(MlflowKeys.SpanOutputs).ShouldBe("\"x\"");
        spans["nothing"].GetTagItem(MlflowKeys.SpanOutputs).ShouldBeNull();
        spans["failing"].Status.ShouldBe(ActivityStatusCode.Error);
        spans["failing"].GetTagItem("n").ShouldBe(1);
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task SessionRunAndCaller_OfAContinuedTrace_AreOnItsLocalRoot()
    {
        using var spans = new EndedSpans(("Mlflow:Sources", "Foreign"));
        using var foreign = new ActivitySource("Foreign");
        var carrier = new Dictionary<string, string> { ["traceparent"] = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01" };

        using (Mlflow.UseSession("s-1"))
        using (Mlflow.ContinueTrace(carrier))
        {
            await Mlflow.TraceAsync("handle", async () =>
            {
                await Task.Yield();
                foreign.StartActivity("below")?.Dispose();
                Mlflow.UpdateCurrentTrace(user: "ada");
            });
            Mlflow.LastActiveTraceIdOfFlow.ShouldBe("tr-0123456789abcdef0123456789abcdef");
        }

        Mlflow.LastActiveTraceId.ShouldBe("tr-0123456789abcdef0123456789abcdef");
        spans["handle"].GetTagItem(MlflowKeys.TraceSession).ShouldBe("s-1");
        spans["handle"].GetTagItem(MlflowKeys.TraceUser).ShouldBe("ada");
        spans["handle"].ParentSpanId.ToHexString().ShouldBe("0123456789abcdef");
        spans["below"].GetTagItem(MlflowKeys.TraceSession).ShouldBeNull();
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public void DefaultClient_OfATracingThatWasStartedAnew_AsksTheNewAddress()
    {
        Uri first, second;
        using (Traced.To(("Mlflow:Export", "None"), (EnvironmentKeys.TrackingUri, "http://127.0.0.1:1")))
        {
            first = OtelBridge.Client.DefaultClient.Get().TrackingAddress;
        }

        using (Traced.To(("Mlflow:Export", "None"), (EnvironmentKeys.TrackingUri, "http://127.0.0.1:2")))
        {
            second = OtelBridge.Client.DefaultClient.Get().TrackingAddress;
        }

        (first.Port, second.Port).ShouldBe((1, 2));
    }

    [Fact]
    public async Task TimesOutsideOfWhatAWireCanSay_AreMovedIntoIt()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        Mlflow.StartSpanNoContext("early", startTime: new DateTimeOffset(1500, 1, 1, 0, 0, 0, TimeSpan.Zero)).End();
        var late = Mlflow.StartSpanNoContext("late", startTime: DateTimeOffset.MaxValue).AddEvent("e", timestamp: DateTimeOffset.MinValue.AddDays(1));
        late.End(null, endTime: DateTimeOffset.MaxValue);
        await tracing.FlushAsync(Traced.Patience);

        store.Spans.Single(static s => s.Name == "early").StartTimeUnixNano.ShouldBe(0UL);
        late.EndTimeNs.ShouldBe(long.MaxValue / 100 * 100);
        store.Spans.ShouldAllBe(s => s.EndTimeUnixNano >= s.StartTimeUnixNano && s.EndTimeUnixNano <= long.MaxValue);
        store.Spans.SelectMany(static s => s.Events).Single().TimeUnixNano.ShouldBe(0UL);
    }

    [Trace]
    private static async Task<int> Outer(int n)
    {
        await Task.Yield();
        return await Mlflow.TraceAsync("lambda", async () =>
        {
            using var span = Mlflow.StartSpan("using");
            await Task.Yield();
            return Mlflow.Trace(Inner, "delegate")(n);
        });
    }

    [Trace]
    private static int Inner(int n) => throw new InvalidOperationException($"{n}");
}
