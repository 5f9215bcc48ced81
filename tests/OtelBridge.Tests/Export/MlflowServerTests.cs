using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Otlp;
using OtelBridge.Tests.Client;

namespace OtelBridge.Tests.Export;

/// <summary>Spans on their way to an MLflow server, which answers as MLflow 3.6 was seen to.</summary>
public sealed class MlflowServerTests
{
    private const string Taken = "{\"partialSuccess\":null}";

    [Fact]
    public async Task Spans_AreSentAsMlflowsOwnClientSendsThem()
    {
        await using var server = await AnsweringServer.StartAsync(Answer);
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, server.Address.ToString()), (EnvironmentKeys.TrackingToken, "t0ken"), (EnvironmentKeys.ExperimentId, "7"));

        var traceId = Ask();
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.Destinations.Single().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(2), d => d.Dropped.ShouldBe(0));
        var request = server.Requests.First(static r => r.Path == "/v1/traces");
        (request.Headers["Content-Type"], request.Headers["Authorization"]).ShouldBe(("application/x-protobuf", "Bearer t0ken"));
        request.Headers[MlflowKeys.ExperimentHeader].ShouldBe("7");
        request.Headers.Keys.ShouldNotContain("Content-Encoding");
        var spans = Spans(server);
        var agent = spans.Single(static s => s.Name == "agent").Attributes.ToDictionary(static a => a.Key, static a => a.Value);
        agent[MlflowKeys.SpanType].StringValue.ShouldBe("AGENT");
        agent[MlflowKeys.SpanInputs].KvlistValue.Values.Single().Value.ArrayValue.Values.Select(static v => v.ValueCase).ShouldBe(
            [AnyValue.ValueOneofCase.IntValue, AnyValue.ValueOneofCase.DoubleValue, AnyValue.ValueOneofCase.None, AnyValue.ValueOneofCase.StringValue, AnyValue.ValueOneofCase.BoolValue]);
        agent[MlflowKeys.SpanOutputs].StringValue.ShouldBe("plain");
        agent[MlflowKeys.ChatTokenUsage].KvlistValue.Values.Select(static v => v.Value.IntValue).Sum().ShouldBe(6);
        var tool = spans.Single(static s => s.Name == "tool").Attributes.ToDictionary(static a => a.Key, static a => a.Value);
        tool[MlflowKeys.SpanInputs].IntValue.ShouldBe(42);
        tool[MlflowKeys.SpanOutputs].StringValue.ShouldBe("\"42\"", "a text that reads like a number keeps its quotes");
        tool["mine"].StringValue.ShouldBe("{\"a\":1}");
        traceId.ShouldStartWith("tr-");
    }

    [Theory]
    [InlineData(MlflowKeys.SpanInputs, "{\"a\":\"~\"}")]
    [InlineData(MlflowKeys.SpanOutputs, "[\"~\"]")]
    [InlineData("mlflow.other", "[\"~\"]")]
    [InlineData(MlflowKeys.TraceRequestPreview, "~")]
    [InlineData(MlflowKeys.ChatTokenUsage, "{\"~\":1}")]
    [InlineData(MlflowKeys.TraceTagPrefix + "~", "~")]
    public async Task TextThatIsNoUnicode_CostsNoSpan(string key, string value)
    {
        await using var server = await AnsweringServer.StartAsync(Answer);
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, server.Address.ToString()), ("Mlflow:Delivery:BatchDelay", "01:00:00"));

        Mlflow.Trace("before", () => { });
        Mlflow.Trace("bad", span => { span.Activity!.SetTag(HalfAPair(key), HalfAPair(value)); });
        Mlflow.Trace("after", () => { });
        await tracing.FlushAsync(Traced.Patience);

        tracing.Delivery.Single().ToString().ShouldEndWith("3 sent, 0 queued, 0 retried, 0 dropped");
        Spans(server).Select(static s => s.Name).ShouldBe(["before", "bad", "after"], ignoreOrder: true);

        // An attribute of the test cannot hold it.
        static string HalfAPair(string text) => text.Replace('~', '\ud800');
    }

    [Fact]
    public async Task Trace_AfterItsRoot_IsToldAsAWhole()
    {
        await using var server = await AnsweringServer.StartAsync(Answer);
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, server.Address.ToString()), (EnvironmentKeys.ExperimentName, "support"));

        var traceId = Ask();
        await tracing.FlushAsync(Traced.Patience);

        server.Requests.Select(static r => $"{r.Method} {r.Path}").ShouldBe(
        [
            "GET /api/2.0/mlflow/experiments/get-by-name?experiment_name=support",
            "POST /api/2.0/mlflow/experiments/create",
            "GET /version",
            "POST /v1/traces",
            "POST /api/3.0/mlflow/traces",
        ]);
        server.Requests[3].Headers[MlflowKeys.ExperimentHeader].ShouldBe("12");
        var info = JsonDocument.Parse(server.Requests[4].Body).RootElement.GetProperty("trace").GetProperty("trace_info");
        info.GetProperty("trace_id").GetString().ShouldBe(traceId);
        info.GetProperty("trace_location").GetProperty("mlflow_experiment").GetProperty("experiment_id").GetString().ShouldBe("12");
        info.GetProperty("state").GetString().ShouldBe("OK");
        info.GetProperty("client_request_id").GetString().ShouldBe("req-1");
        info.GetProperty("request_preview").GetString().ShouldBe("{\"n\":[1,2.5,null,\"x\",true]}");
        info.GetProperty("tags").GetProperty("mlflow.traceName").GetString().ShouldBe("agent");
        info.GetProperty("tags").GetProperty("team").GetString().ShouldBe("a");
        info.GetProperty("trace_metadata").GetProperty("mlflow.trace.session").GetString().ShouldBe("s-1");
        info.GetProperty("trace_metadata").GetProperty("mlflow.trace_schema.version").GetString().ShouldBe("3");
    }

    [Fact]
    public async Task ServerThatIsBusy_GetsTheSpansLater()
    {
        var busy = 2;
        await using var server = await AnsweringServer.StartAsync((context, number) =>
            context.Request.Path == "/v1/traces" && Interlocked.Decrement(ref busy) >= 0
                ? AnsweringServer.WriteAsync(context, 503, "later", "text/plain")
                : Answer(context, number));
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, server.Address.ToString()));

        Ask();
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.Destinations.Single().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(2), d => d.Dropped.ShouldBe(0));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(501)]
    public async Task ServerThatRefuses_CostsTheSpansAndNothingElse(int status)
    {
        await using var server = await AnsweringServer.StartAsync(status, "{\"detail\":\"no\"}");
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, server.Address.ToString()));

        Ask();
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.Destinations.Single().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(0), d => d.Dropped.ShouldBe(2));
        server.Requests.ShouldAllBe(static r => r.Path == "/version" || r.Path == "/v1/traces" || r.Path.StartsWith("/api/3.0/mlflow/traces") || r.Path == "/api/2.0/mlflow/traces");
    }

    [Fact]
    public async Task ReceiverWithoutRecords_IsAskedForOneOnly()
    {
        await using var server = await AnsweringServer.StartAsync((context, number) =>
            context.Request.Path == "/v1/traces" ? Answer(context, number) : AnsweringServer.WriteAsync(context, 404, "no such page", "text/plain"));
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, server.Address.ToString()));

        foreach (var _ in Enumerable.Range(0, 3))
        {
            Ask();
            await tracing.FlushAsync(Traced.Patience);
        }

        server.Requests.Count(static r => r.Path == "/v1/traces").ShouldBeGreaterThanOrEqualTo(3);
        server.Requests.Count(static r => r.Path == "/api/3.0/mlflow/traces").ShouldBe(1);
        tracing.Delivery.Single().Sent.ShouldBe(6);
    }

    [Fact]
    public async Task CertificateThatIsMissing_CostsTheSpansAndNothingElse()
    {
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, "https://127.0.0.1:1"), (EnvironmentKeys.TrackingServerCertPath, "/nowhere/ca.pem"));

        Ask();
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.Destinations.Single().Dropped.ShouldBe(2);
    }

    [Fact]
    public async Task QuestionsInsideASpan_AreNoPartOfItsTrace()
    {
        await using var server = await AnsweringServer.StartAsync(Answer);
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, server.Address.ToString()), ("Mlflow:Sources", "System.Net.Http"));
        using var client = new MlflowClient();
        using var grpc = new MlflowClient($"grpc://{server.Address.Authority}");

        using (Mlflow.StartSpan("asks"))
        {
            await client.GetTraceInfoAsync("tr-1");
            await Should.ThrowAsync<MlflowException>(() => grpc.GetTraceInfoAsync("tr-1"));
        }

        await tracing.FlushAsync(Traced.Patience);

        Spans(server).Select(static s => s.Name).ShouldBe(["asks"]);
        server.Requests.ShouldAllBe(static r => !r.Headers.ContainsKey("traceparent"));
    }

    private static string Ask()
    {
        using var agent = Mlflow.StartSpan("agent", SpanType.Agent).SetInputs(new { n = new object?[] { 1, 2.5, null, "x", true } }).SetOutputs("plain").SetTokenUsage(1, 2);
        Mlflow.UpdateCurrentTrace(tags: [new("team", "a")], session: "s-1", clientRequestId: "req-1");
        using var tool = Mlflow.StartSpan("tool").SetInputs(42).SetOutputs("42").SetAttribute("mine", "{\"a\":1}");
        return agent.TraceId;
    }

    private static List<Span> Spans(AnsweringServer server) =>
    [
        .. server.Requests.Where(static r => r.Path == "/v1/traces")
            .SelectMany(static r => ExportTraceServiceRequest.Parser.ParseFrom(r.Content).ResourceSpans)
            .SelectMany(static r => r.ScopeSpans)
            .SelectMany(static s => s.Spans),
    ];

    private static Task Answer(HttpContext context, int number) => context.Request.Path.Value switch
    {
        "/version" => AnsweringServer.WriteAsync(context, 200, "3.6.0", "text/html"),
        "/v1/traces" => AnsweringServer.WriteAsync(context, 200, Taken, "application/x-protobuf"),
        "/api/2.0/mlflow/experiments/get-by-name" => AnsweringServer.WriteAsync(context, 404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"none\"}"),
        "/api/2.0/mlflow/experiments/create" => AnsweringServer.WriteAsync(context, 200, "{\"experiment_id\":\"12\"}"),
        _ => AnsweringServer.WriteAsync(context, 200, "{\"trace\":{\"trace_info\":{\"trace_id\":\"tr-1\"}}}"),
    };
}
