using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.TestSupport.Mlflow;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Wires;

/// <summary>Traces as files, for MLflow servers that take no spans.</summary>
public sealed class TraceFileTests
{
    [Theory]
    [InlineData("3.3.2", true)]
    [InlineData("3.0.0rc1", true)]
    [InlineData("3.6.0", false)]
    public async Task ServerWithoutSpans_GetsAFileForEachTrace(string version, bool isOld)
    {
        await using var server = await FakeMlflowServer.StartAsync(version);
        server.HasSpanStore = isOld;
        using var events = new Events();
        using var tracing = To(server);

        var ids = new[] { Trace(), Trace() };
        var flushed = await tracing.FlushAsync(Traced.Patience);
        Trace();
        await tracing.FlushAsync(Traced.Patience);

        flushed.Destinations.ShouldHaveSingleItem().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(4), d => d.Dropped.ShouldBe(0));
        server.Files.Keys.ShouldContain($"0/traces/{ids[0]}/artifacts/traces.json");
        (server.SpanIds.Count, server.FileSpans.Count).ShouldBe((6, 6));
        var root = server.FileSpans.Single(span => (string?)span["name"] == "root" && span["attributes"]!["mlflow.traceRequestId"]!.ToString() == $"\"{ids[0]}\"");
        ((string?)root["attributes"]!["mlflow.spanInputs"]).ShouldBe("{\"q\":1}");
        ((string?)root["attributes"]!["mlflow.spanType"]).ShouldBe("\"AGENT\"");
        ((string?)server.Records[ids[0]]["state"], (string?)server.Records[ids[0]]["tags"]!["mlflow.traceName"]).ShouldBe(("OK", "root"));
        server.Requests.Count(static r => r.Path == "/v1/traces").ShouldBe(isOld ? 0 : 1, "what takes no spans is not asked again");
        events.Texts("TracesGoAsFiles").ShouldHaveSingleItem().ShouldContain("store|http://127.0.0.1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RootThatComesLater_CompletesTheFile(bool takesRecordsTwice)
    {
        await using var server = await FakeMlflowServer.StartAsync("3.2.0");
        server.TakesRecordsTwice = takesRecordsTwice;
        using var tracing = To(server);

        string id;
        using (var root = Mlflow.StartSpan("root"))
        {
            id = root.TraceId;
            Mlflow.StartSpan("early").Dispose();
            (await tracing.FlushAsync(Traced.Patience)).Destinations.ShouldHaveSingleItem().Sent.ShouldBe(1);
            server.FileSpans.Select(static span => (string?)span["name"]).ShouldBe(["early"], "what counts as sent is there");
            ((string?)server.Records[id]["state"]).ShouldBe("IN_PROGRESS");
        }

        await tracing.FlushAsync(Traced.Patience);

        server.FileSpans.Select(static span => (string?)span["name"]).ShouldBe(["early", "root"], ignoreOrder: true);
        ((string?)server.Records[id]["state"]).ShouldBe("OK");
        tracing.Delivery.ShouldHaveSingleItem().Sent.ShouldBe(2);
        var said = takesRecordsTwice ? server.Records[id].ToJsonString() : server.Records[id]["end_request"]!.ToJsonString();
        said.ShouldContain("mlflow.traceName");
    }

    [Fact]
    public async Task SpanAfterItsRoot_IsAddedAndTheTraceStaysFinished()
    {
        await using var server = await FakeMlflowServer.StartAsync("3.2.0");
        using var tracing = To(server);

        var root = Mlflow.StartSpan("root");
        var late = Mlflow.StartSpan("late");
        root.Dispose();
        await tracing.FlushAsync(Traced.Patience);
        late.Dispose();
        await tracing.FlushAsync(Traced.Patience);

        server.FileSpans.Count.ShouldBe(2);
        ((string?)server.Records[root.TraceId]["state"]).ShouldBe("OK");
    }

    [Fact]
    public async Task ServerBefore3_GetsTheTraceAsOlderClientsTellIt()
    {
        await using var server = await FakeMlflowServer.StartAsync("2.22.0");
        using var tracing = To(server);

        var id = Trace();
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.Destinations.ShouldHaveSingleItem().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(2), d => d.Dropped.ShouldBe(0));
        var (own, record) = server.Records.ShouldHaveSingleItem();
        own.ShouldNotBe(id);
        ((string?)record["status"]).ShouldBe("OK");
        server.FileSpans.Count.ShouldBe(2);
        server.FileSpans.ShouldAllBe(span => (string?)span["attributes"]!["mlflow.traceRequestId"] == $"\"{own}\"");
        Convert.ToHexStringLower(Convert.FromBase64String((string)server.FileSpans[0]["trace_id"]!)).ShouldBe(id[3..]);
    }

    [Fact]
    public async Task OneTraceThatIsRefused_CostsNoOther()
    {
        await using var server = await FakeMlflowServer.StartAsync("3.2.0");
        using var tracing = To(server);
        var (bad, good) = (Trace(), Trace());
        server.Answer(request => request.Method == "POST" && request.Body.Contains(bad) ? CollectorAnswer.Http(400, "{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"no\"}", "application/json") : null);

        await tracing.FlushAsync(Traced.Patience);

        var delivery = tracing.Delivery.ShouldHaveSingleItem();
        (delivery.Sent, delivery.Dropped[DropReason.Rejected]).ShouldBe((2, 2));
        server.Records.Keys.ShouldBe([good]);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("POST")]
    [InlineData("GET")]
    public async Task RequestThatFailsOnce_IsMadeAgainAndNothingIsLost(string method)
    {
        await using var server = await FakeMlflowServer.StartAsync("3.2.0");
        server.TakesRecordsTwice = false;
        var first = 1;
        server.Answer(request => request.Path != "/version" && request.Method == method && Interlocked.Exchange(ref first, 0) == 1 ? CollectorAnswer.CutLine : null);
        using var tracing = To(server);

        var ids = new[] { Trace(), Trace() };
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        server.FileSpans.Count.ShouldBe(4);
        server.Records.Keys.ShouldBe(ids, ignoreOrder: true);
        tracing.Delivery.ShouldHaveSingleItem().Sent.ShouldBe(4);
    }

    [Fact]
    public async Task FilesThatTheServerDoesNotHandOut_AreNamed()
    {
        await using var server = await FakeMlflowServer.StartAsync("3.2.0");
        server.ArtifactRoot = "s3://bucket/";
        using var events = new Events();
        using var tracing = To(server);

        Trace();
        await tracing.FlushAsync(Traced.Patience);

        tracing.Delivery.ShouldHaveSingleItem().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(0), d => d.TotalDropped.ShouldBe(2));
        events.Texts("SendFailed").ShouldContain(static text => text.Contains("s3://bucket/") && text.Contains("does not hand out"));
    }

    private static MlflowTracing To(FakeMlflowServer server) => Traced.To((EnvironmentKeys.TrackingUri, server.Address));

    private static string Trace()
    {
        using var root = Mlflow.StartSpan("root", SpanType.Agent).SetInputs(new { q = 1 });
        Mlflow.StartSpan("child").Dispose();
        return root.TraceId;
    }
}
