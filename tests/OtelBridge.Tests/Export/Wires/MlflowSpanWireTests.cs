using System.Diagnostics;
using System.Text.Json.Nodes;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.TestSupport.Mlflow;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Wires;

/// <summary>Spans over OTLP to a stock MLflow server, and the record of each trace after them.</summary>
public sealed class MlflowSpanWireTests
{
    private const string Records = "/api/3.0/mlflow/traces";

    private static readonly ActivitySource SourceOfTests = new("MlflowSpanWireTests");

    [Fact]
    public async Task Record_SaysOfTheWholeTraceWhatWasSent()
    {
        await using var server = await FakeMlflowServer.StartAsync();
        using var tracing = To(server);

        string id;
        using (var root = Mlflow.StartSpan("agent", SpanType.Agent))
        {
            id = root.TraceId;
            root.SetInputs(new { messages = new[] { new { role = "system", content = "be brief" }, new { role = "user", content = "why?" } } });
            root.SetOutputs(new { choices = new[] { new { message = new { role = "assistant", content = "because" } } } });
            using (var chain = Mlflow.StartSpan("chain").SetTokenUsage(10, 5))
            {
                Mlflow.StartSpan("inside", SpanType.Llm).SetTokenUsage(10, 5).Dispose();
            }

            Mlflow.StartSpan("model", SpanType.Llm).SetTokenUsage(1, 2).Dispose();
        }

        await tracing.FlushAsync(Traced.Patience);

        var record = server.Records[id];
        ((string?)record["request_preview"], (string?)record["response_preview"]).ShouldBe(("why?", "because"));
        ((string?)record["tags"]!["mlflow.traceName"]).ShouldBe("agent");
        var metadata = record["trace_metadata"]!;
        var sizes = JsonNode.Parse((string)metadata[MlflowKeys.TraceSizeStats]!)!;
        ((int)sizes["num_spans"]!).ShouldBe(4);
        ((string?)metadata[MlflowKeys.TraceSizeBytes]).ShouldBe($"{server.OtlpSpans.Sum(static s => s.CalculateSize())}");
        ((int)sizes["max"]!).ShouldBe(server.OtlpSpans.Max(static s => s.CalculateSize()));
        ((string?)metadata[MlflowKeys.TraceTokenUsage]).ShouldBe("{\"input_tokens\": 11, \"output_tokens\": 7, \"total_tokens\": 18}", "what is below a usage is in it already");
    }

    [Fact]
    public async Task Record_OfATraceInSeveralRequests_CountsAllOfThem()
    {
        await using var server = await FakeMlflowServer.StartAsync();
        using var tracing = To(server);

        using (var root = Mlflow.StartSpan("root"))
        {
            for (var i = 0; i < 3; i++)
            {
                Mlflow.StartSpan($"part {i}").SetTokenUsage(1, 1).Dispose();
                await tracing.FlushAsync(Traced.Patience);
            }

            server.Records.ShouldBeEmpty();
        }

        await tracing.FlushAsync(Traced.Patience);

        var metadata = server.Records.Values.ShouldHaveSingleItem()["trace_metadata"]!;
        ((int)JsonNode.Parse((string)metadata[MlflowKeys.TraceSizeStats]!)!["num_spans"]!).ShouldBe(4);
        ((int)JsonNode.Parse((string)metadata[MlflowKeys.TraceTokenUsage]!)!["total_tokens"]!).ShouldBe(6);
    }

    [Fact]
    public async Task OneTraceThatIsRefused_CostsNoOther()
    {
        await using var server = await FakeMlflowServer.StartAsync();
        using var events = new Events();
        using var tracing = To(server);
        var ids = Enumerable.Range(0, 20).Select(static _ => Trace()).ToList();
        server.RefusedTraces.UnionWith([ids[3], ids[4], ids[17]]);

        await tracing.FlushAsync(Traced.Patience);

        var delivery = tracing.Delivery.ShouldHaveSingleItem();
        (delivery.Sent, delivery.Dropped.GetValueOrDefault(DropReason.Rejected), delivery.TotalDropped).ShouldBe((34, 6, 6));
        server.SpanIds.Count.ShouldBe(34);
        server.Records.Keys.ShouldBe(ids.Except(server.RefusedTraces), ignoreOrder: true);
        events.Texts("SpansRejected").ShouldContain(text => text.Contains(ids[17]) && text.Contains("refused"));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task StatusThatMayPass_OfSpansOrOfARecord_IsTriedAgainAndNothingDoubled(int status)
    {
        await using var server = await FakeMlflowServer.StartAsync();
        var failures = 0;
        server.Answer(request => request.Path is "/v1/traces" or Records && Interlocked.Increment(ref failures) is 1 or 3 ? CollectorAnswer.Http(status, "later") : null);
        using var tracing = To(server);

        var id = Trace();
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        tracing.Delivery.ShouldHaveSingleItem().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(2), d => d.Retried.ShouldBe(2));
        server.OtlpSpans.Count.ShouldBe(2, "a record that failed is told again, without its spans");
        server.Records.Keys.ShouldBe([id]);
    }

    [Theory]
    [InlineData("true", 0)]
    [InlineData("false", 2)]
    public async Task RetryAfter_IsHonouredUnlessTheVariableSaysNo(string respects, long sent)
    {
        await using var server = await FakeMlflowServer.StartAsync();
        var first = 1;
        server.Answer(request => request.Path == "/v1/traces" && Interlocked.Exchange(ref first, 0) == 1 ? CollectorAnswer.Http(503, "busy", retryAfter: TimeSpan.FromHours(1)) : null);
        using var tracing = To(server, (EnvironmentKeys.HttpRespectRetryAfter, respects));

        Trace();
        await tracing.FlushAsync(Traced.Patience);

        // An hour is longer than anything is tried, so that it is given up at once.
        var delivery = tracing.Delivery.ShouldHaveSingleItem();
        (delivery.Sent, delivery.Dropped.GetValueOrDefault(DropReason.Unreachable)).ShouldBe((sent, 2 - sent));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("busy")]
    [InlineData("missing")]
    [InlineData("page")]
    public async Task Version_ThatCannotBeAsked_CostsNoSpans(string fault)
    {
        await using var server = await FakeMlflowServer.StartAsync();
        server.Answer(request => request.Path != "/version" ? null : fault switch
        {
            "cut" => CollectorAnswer.CutLine,
            "busy" => CollectorAnswer.Http(503, "busy"),
            "missing" => CollectorAnswer.Http(404, "none"),
            _ => CollectorAnswer.LoginPage,
        });
        using var tracing = To(server);

        Trace();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();
        Trace();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        server.OtlpSpans.Count.ShouldBe(4);
        server.Records.Count.ShouldBe(2);
        server.Requests.Count(static r => r.Path == "/version").ShouldBe(1, "it is not asked for each request");
    }

    [Fact]
    public async Task RecordThatIsRefused_CostsNoSpan_AndOthersAreTold()
    {
        await using var server = await FakeMlflowServer.StartAsync();
        using var events = new Events();
        using var tracing = To(server);
        var (bad, good) = (Trace(), Trace());
        server.Answer(request => request.Path == Records && request.Body.Contains(bad) ? CollectorAnswer.Http(400, "{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"deleted\"}", "application/json") : null);

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        server.Records.Keys.ShouldBe([good]);
        server.OtlpSpans.Count.ShouldBe(4);
        events.Texts("SendFailed").ShouldContain(static text => text.Contains("deleted"));
    }

    [Fact]
    public async Task ServerThatFailsAtOneRecordForGood_IsNotHeldUpByIt()
    {
        await using var server = await FakeMlflowServer.StartAsync();
        using var tracing = To(server);
        var (bad, good) = (Trace(), Trace());
        server.Answer(request => request.Path == Records && request.Body.Contains(bad) ? CollectorAnswer.Http(500, "inner") : null);

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        server.Records.Keys.ShouldBe([good]);
        (server.OtlpSpans.Count, tracing.Delivery.ShouldHaveSingleItem().Sent).ShouldBe((4, 4));
    }

    [Theory]
    [InlineData(null, "part")]
    [InlineData("OK", "whole")]
    public async Task PartOfATraceThatBeganElsewhere_IsToldUnlessTheWholeWas(string? state, string name)
    {
        await using var server = await FakeMlflowServer.StartAsync();
        using var tracing = To(server);
        var parent = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, null, isRemote: true);
        var id = $"tr-{parent.TraceId}";
        if (state is not null)
        {
            using var http = new HttpClient { BaseAddress = new Uri(server.Address) };
            var body = $"{{\"trace\":{{\"trace_info\":{{\"trace_id\":\"{id}\",\"trace_location\":{{\"mlflow_experiment\":{{\"experiment_id\":\"0\"}}}},\"state\":\"{state}\",\"tags\":{{\"mlflow.traceName\":\"whole\"}}}}}}}}";
            await http.PostAsync(Records, new StringContent(body));
        }

        SourceOfTests.StartActivity("part", ActivityKind.Server, parent).ShouldNotBeNull().Dispose();

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        ((string?)server.Records[id]["tags"]!["mlflow.traceName"]).ShouldBe(name);
        ((string?)server.Records[id]["state"]).ShouldBe("OK");
    }

    [Theory]
    [InlineData("page", "is there a login or a proxy")]
    [InlineData("redirect", "redirects to http://login.invalid/start (HTTP 302)")]
    [InlineData("garbage", "is the address right?")]
    [InlineData("401", "MLFLOW_TRACKING_TOKEN")]
    [InlineData("403", "MLFLOW_TRACKING_TOKEN")]
    public async Task WhatStandsBeforeTheServer_IsNamedWithTheRemedy(string fault, string remedy)
    {
        await using var server = await FakeMlflowServer.StartAsync();
        server.Answer(request => request.Path != "/v1/traces" ? null : fault switch
        {
            "page" => CollectorAnswer.LoginPage,
            "redirect" => CollectorAnswer.LoginRedirect,
            "garbage" => CollectorAnswer.Garbage,
            _ => CollectorAnswer.Http(int.Parse(fault), "no"),
        });
        using var events = new Events();
        using var tracing = To(server);

        Trace();
        await tracing.FlushAsync(Traced.Patience);

        tracing.Delivery.ShouldHaveSingleItem().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(0), d => d.Dropped[DropReason.Failed].ShouldBe(2));
        events.Texts("SendFailed").ShouldContain(text => text.Contains(remedy));
        events.Texts("SendFailed").ShouldAllBe(static text => !text.Contains("secret"));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("stall")]
    public async Task LineThatBreaks_IsTriedAgain(string fault)
    {
        await using var server = await FakeMlflowServer.StartAsync();
        var first = 1;
        server.Answer(request => request.Path == "/v1/traces" && Interlocked.Exchange(ref first, 0) == 1 ? fault == "cut" ? CollectorAnswer.CutLine : CollectorAnswer.Stall : null);
        using var tracing = To(server, ("Mlflow:Delivery:SendTimeout", "00:00:00.3"));

        Trace();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        server.SpanIds.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Credentials_GoWithEveryRequest()
    {
        await using var server = await FakeMlflowServer.StartAsync();
        server.Authorization = "Basic dTpw";
        using var tracing = To(server, (EnvironmentKeys.TrackingUsername, "u"), (EnvironmentKeys.TrackingPassword, "p"), (EnvironmentKeys.TrackingToken, "ignored"));

        Trace();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        server.Records.Count.ShouldBe(1);
        server.Requests.ShouldAllBe(static r => r.Headers["Authorization"] == "Basic dTpw");
    }

    private static MlflowTracing To(FakeMlflowServer server, params (string, string)[] more) => Traced.To([(EnvironmentKeys.TrackingUri, server.Address), ("Mlflow:Sources:0", SourceOfTests.Name), .. more]);

    private static string Trace()
    {
        using var root = Mlflow.StartSpan("root").SetInputs("in");
        Mlflow.StartSpan("child").Dispose();
        return root.TraceId;
    }
}
