using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.Tracking.V1;
using TraceState = OtelBridge.Tracking.V1.TraceState;

namespace OtelBridge.Tests.Context;

/// <summary>Traces through services that speak HTTP and gRPC, with the activities of HttpClient and ASP.NET Core traced and not.</summary>
public sealed class HttpContextTests : IDisposable
{
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        Activity.Current = null;
    }

    [Fact]
    public async Task ThreeServices_NobodyTracesHttp_AreOneTraceWithOneRootOnTheServer()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, $"grpc://{server.GrpcAddress.Authority}"));
        await using var last = await Service.StartAsync(_ => Task.FromResult(Mlflow.Trace("last", () => "answer")));
        await using var middle = await Service.StartAsync(_ => Mlflow.TraceAsync("middle", () => _http.GetStringAsync(last.Address)));

        string traceId;
        using (var root = Mlflow.StartSpan("root", inputs: "question"))
        {
            traceId = root.TraceId;
            root.SetOutputs(await _http.GetStringAsync(middle.Address));
        }

        (await Mlflow.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();
        var trace = (await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = traceId })).Trace;
        trace.Info.Name.ShouldBe("root");
        trace.Info.State.ShouldBe(TraceState.Ok);
        trace.Info.RequestPreview.ShouldBe("\"question\"");
        Tree(trace.ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans)).ShouldBe(["root", "root/middle", "root/middle/last"]);
    }

    [Fact]
    public async Task TwoServices_HttpIsTraced_ItsSpansStandBetween()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Sources", "System.Net.Http, Microsoft.AspNetCore"));
        await using var service = await Service.StartAsync(_ => Task.FromResult(Mlflow.Trace("inner", () => "answer")));

        using (Mlflow.StartSpan("root"))
        {
            await _http.GetStringAsync(service.Address);
        }

        await Mlflow.FlushAsync(Traced.Patience);
        Tree(store.Spans).ShouldContain("root/GET/Microsoft.AspNetCore.Hosting.HttpRequestIn/inner");
    }

    [Fact]
    public async Task Request_WithoutACaller_IsRecordedUnderTheRequestsTraceId()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));
        Activity? request = null;
        Activity? after = null;
        string? idInside = null;
        string? idOutside = "unset";
        await using var service = await Service.StartAsync(_ =>
        {
            request = Activity.Current;
            idOutside = Mlflow.ActiveTraceId;
            using (Mlflow.StartSpan("first"))
            {
                idInside = Mlflow.ActiveTraceId;
                Mlflow.UpdateCurrentTrace(user: "ada");
                Mlflow.Trace("child", () => { });
            }

            after = Activity.Current;
            Mlflow.Trace("second", () => { });
            return Task.FromResult("answer");
        });

        await _http.GetStringAsync(service.Address);

        await Mlflow.FlushAsync(Traced.Patience);
        request.ShouldNotBeNull().Source.Name.ShouldBeEmpty();
        after.ShouldBeSameAs(request);
        idOutside.ShouldBeNull();
        idInside.ShouldBe("tr-" + request.TraceId.ToHexString());
        Tree(store.Spans).ShouldBe(["first", "first/child", "second"]);
        var first = store.Spans.Single(s => s.Name == "first");
        first.TraceId.ShouldNotBe(store.Spans.Single(s => s.Name == "second").TraceId, "two roots are two traces");
        first.Attributes.Single(a => a.Key == MlflowKeys.TraceUser).Value.StringValue.ShouldBe("ada");
        Mlflow.LastActiveTraceId.ShouldNotBe(idInside);
    }

    [Theory]
    [InlineData("parentbased_always_on", false)]
    [InlineData("always_on", true)]
    public async Task Request_WhoseCallerIsNotSampled_IsRecordedByASamplerThatAsksNoParent(string sampler, bool expected)
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"), (EnvironmentKeys.Sampler, sampler));
        bool? recording = null;
        await using var service = await Service.StartAsync(_ => Mlflow.Trace("inner", span =>
        {
            recording = span.IsRecording;
            return Task.FromResult("answer");
        }));
        using var request = new HttpRequestMessage(HttpMethod.Get, service.Address);
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");

        await _http.SendAsync(request);

        recording.ShouldBe(expected);
    }

    [Fact]
    public async Task Request_WhoseCallerIsSampledElsewhere_IsItsChild()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (EnvironmentKeys.SamplingRatio, "0"));
        await using var service = await Service.StartAsync(_ => Task.FromResult(Mlflow.Trace("inner", () => "answer")));
        using var request = new HttpRequestMessage(HttpMethod.Get, service.Address);
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        request.Headers.Add("tracestate", "vendor=1");

        await _http.SendAsync(request);

        await Mlflow.FlushAsync(Traced.Patience);
        var span = store.Spans.ShouldHaveSingleItem();
        Hex(span.TraceId).ShouldBe("0af7651916cd43dd8448eb211c80319c");
        Hex(span.ParentSpanId).ShouldBe("b7ad6b7169203331");
        span.TraceState.ShouldBe("vendor=1");
        (span.Flags & (uint)SpanFlags.ContextIsRemoteMask).ShouldNotBe(0u);
    }

    [Fact]
    public async Task GrpcCall_CarriesTheCurrentSpanInItsMetadata()
    {
        await using var peer = await FakeCollector.StartAsync();
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        // Our own client keeps its calls to itself; with the handler that every other client has, they are calls of the program.
        using var handler = new SocketsHttpHandler();
        using var grpc = new UnaryGrpcClient(new Uri(peer.GrpcEndpoint), new UnaryGrpcClientOptions { Handler = handler });

        using var span = Mlflow.StartSpan("call");
        await grpc.CallAsync(TraceServiceMethods.Export, new ExportTraceServiceRequest());

        peer.Requests.ShouldHaveSingleItem().Headers["traceparent"].ShouldBe($"00-{span.Activity!.TraceId}-{span.SpanId}-01");
    }

    [Fact]
    public void BareActivityInsideASpan_IsLookedThrough()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        using var outer = Mlflow.StartSpan("outer");
        using var bare = new Activity("bare").Start();

        Mlflow.CurrentSpan.SpanId.ShouldBe(outer.SpanId);
        using (var inner = Mlflow.StartSpan("inner"))
        {
            inner.Activity!.ParentSpanId.ShouldBe(outer.Activity!.SpanId);
            inner.Activity.Parent.ShouldBeSameAs(outer.Activity);
        }

        Activity.Current.ShouldBeSameAs(bare);
    }

    [Fact]
    public void BareActivityInsideAnEndedSpan_IsLookedThrough()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        var outer = Mlflow.StartSpan("outer");
        using var bare = new Activity("bare").Start();
        outer.End();

        using var inner = Mlflow.StartSpan("inner");

        inner.Activity!.ParentSpanId.ShouldBe(outer.Activity!.SpanId);
        inner.Activity.TraceId.ShouldBe(outer.Activity.TraceId);
    }

    /// <summary>Paths of names from the root; a span whose parent is not there begins with a question mark.</summary>
    internal static List<string> Tree(IEnumerable<Span> spans)
    {
        var all = spans.ToDictionary(s => s.SpanId);
        return [.. all.Values.Select(Path).Order(StringComparer.Ordinal)];

        string Path(Span span) =>
            span.ParentSpanId.IsEmpty ? span.Name
            : all.TryGetValue(span.ParentSpanId, out var parent) ? $"{Path(parent)}/{span.Name}"
            : $"?/{span.Name}";
    }

    private static string Hex(Google.Protobuf.ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
