using System.Diagnostics;
using System.Threading.Channels;
using OtelBridge.Configuration;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Context;

/// <summary>Traces through queues: the context in and out of a dictionary.</summary>
public sealed class CarrierTests : IDisposable
{
    public void Dispose() => Activity.Current = null;

    [Fact]
    public async Task MessageOfAQueue_IsHandledInTheTraceOfItsSender()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));
        var queue = Channel.CreateUnbounded<Dictionary<string, string>>();
        var handling = Task.Run(async () =>
        {
            var headers = await queue.Reader.ReadAsync();
            using (Mlflow.ContinueTrace(headers))
            {
                await Mlflow.TraceAsync("handle", () => Task.CompletedTask);
                Mlflow.Trace("confirm", () => { });
            }

            Activity.Current.ShouldBeNull();
        });

        using (var span = Mlflow.StartSpan("send"))
        {
            var headers = new Dictionary<string, string>();
            Mlflow.InjectContext(headers);
            headers.ShouldBe(new Dictionary<string, string> { ["traceparent"] = $"00-{span.Activity!.TraceId}-{span.SpanId}-01" });
            await queue.Writer.WriteAsync(headers);
        }

        await handling.WaitAsync(Traced.Patience);
        await Mlflow.FlushAsync(Traced.Patience);
        HttpContextTests.Tree(store.Spans).ShouldBe(["send", "send/confirm", "send/handle"]);
    }

    [Fact]
    public void ContinueTrace_InsideASpan_LeavesItForTheSender()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        using var loop = Mlflow.StartSpan("loop");

        using (Mlflow.ContinueTrace(new Dictionary<string, string> { ["TraceParent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", ["baggage"] = "k=v" }))
        {
            using var span = Mlflow.StartSpan("handle");
            span.Activity!.TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
            span.Activity.ParentSpanId.ToHexString().ShouldBe("b7ad6b7169203331");
            span.Activity.HasRemoteParent.ShouldBeTrue();
            Mlflow.UpdateCurrentTrace(user: "u");
            span.Activity.GetTagItem("mlflow.trace.user").ShouldBe("u");
        }

        Activity.Current.ShouldBeSameAs(loop.Activity);
    }

    [Fact]
    public void ContinueTrace_DisposedTwice_EndsOnce()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        var continued = Mlflow.ContinueTrace(new Dictionary<string, string> { ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" });

        continued.Dispose();
        using var span = Mlflow.StartSpan("later");
        continued.Dispose();

        Activity.Current.ShouldBeSameAs(span.Activity);
        span.Activity!.ParentSpanId.ShouldBe(default);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    public void ContinueTrace_NoContext_StartsATraceOfItsOwn(string traceparent)
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));

        using var continued = Mlflow.ContinueTrace(new Dictionary<string, string> { ["traceparent"] = traceparent });
        using var span = Mlflow.StartSpan("s");

        span.IsRecording.ShouldBeTrue();
        span.Activity!.ParentSpanId.ShouldBe(default);
    }

    [Fact]
    public void Carriers_ThatAreNullOrThrow_DoNoHarm()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        using var events = new Events();
        using var span = Mlflow.StartSpan("s");

        Mlflow.InjectContext(null!);
        Mlflow.InjectContext(new Dictionary<string, string>().AsReadOnly());
        Mlflow.ContinueTrace(null!).Dispose();
        Mlflow.ContinueTrace(Throwing()).Dispose();

        events.Texts("SpanCallFailed").Count().ShouldBe(2);
        Activity.Current.ShouldBeSameAs(span.Activity);
    }

    [Fact]
    public void InjectContext_NothingIsTraced_AddsNothing()
    {
        var headers = new Dictionary<string, string>();

        Mlflow.InjectContext(headers);

        headers.ShouldBeEmpty();
    }

    private static IEnumerable<KeyValuePair<string, string>> Throwing()
    {
        yield return new("a", "b");
        throw new TimeoutException();
    }
}
