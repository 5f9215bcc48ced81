using System.Text.Json.Nodes;
using OtelBridge.Grpc;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Server;

/// <summary>The tracking service as a client sees it that knows nothing but the <c>.proto</c> text.</summary>
public sealed class TrackingFromNodeTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int InvalidArgument = 3;
    private const int NotFound = 5;
    private const int AlreadyExists = 6;

    [Fact]
    public async Task GetTrace_StoredTrace_HasItsRecordAndEverySpan()
    {
        var traceId = await SendAsync();

        var trace = (await CallAsync("GetTrace", new JsonObject { ["trace_id"] = $"tr-{traceId}" }))["trace"]!;

        ((string?)trace["info"]!["trace_id"]).ShouldBe($"tr-{traceId}");
        ((string?)trace["info"]!["name"]).ShouldBe("röot span");
        ((string?)trace["info"]!["state"]).ShouldBe("TRACE_STATE_ERROR");
        ((string?)trace["info"]!["experiment_id"]).ShouldBe("0");
        ((string?)trace["info"]!["duration_nano"]).ShouldBe("1234567891");
        trace["resource_spans"]![0]!["scope_spans"]![0]!["spans"]!.AsArray().Select(span => (string?)span!["name"]).ShouldBe(["röot span", "child"]);
    }

    [Fact]
    public async Task GetTrace_UnknownOrWrongId_HasItsStatus()
    {
        (await FailAsync("GetTrace", new JsonObject { ["trace_id"] = $"tr-{ServerFixture.NewTraceId()}" })).ShouldBe(NotFound);
        (await FailAsync("GetTrace", [])).ShouldBe(InvalidArgument);
    }

    [Fact]
    public async Task BatchGetTraces_SomeUnknown_GivesTheOthersInOrder()
    {
        var first = await SendAsync();
        var second = await SendAsync();
        var ids = new JsonArray($"tr-{second}", $"tr-{ServerFixture.NewTraceId()}", $"tr-{first}");

        var traces = (await CallAsync("BatchGetTraces", new JsonObject { ["trace_ids"] = ids }))["traces"]!.AsArray();

        traces.Select(trace => (string?)trace!["info"]!["trace_id"]).ShouldBe([$"tr-{second}", $"tr-{first}"]);
    }

    [Fact]
    public async Task SearchTraces_PageByPage_MeetsEveryTraceOnce()
    {
        var sent = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            sent.Add($"tr-{await SendAsync()}");
        }

        var found = new List<string>();
        var token = "";
        do
        {
            var page = await CallAsync("SearchTraces", new JsonObject { ["max_results"] = 2, ["page_token"] = token });
            page["traces"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(2);
            found.AddRange(page["traces"]!.AsArray().Select(trace => (string)trace!["trace_id"]!));
            token = (string?)page["next_page_token"] ?? "";
        }
        while (token.Length > 0);

        found.ShouldBeUnique();
        sent.Except(found).ShouldBeEmpty();
        (await FailAsync("SearchTraces", new JsonObject { ["page_token"] = "not a token" })).ShouldBe(InvalidArgument);
    }

    [Fact]
    public async Task Experiments_CreatedFoundAndListed()
    {
        var name = $"experiment é {Guid.NewGuid():n}";

        var id = (string)(await CallAsync("CreateExperiment", new JsonObject { ["name"] = name, ["tags"] = new JsonObject { ["team"] = "blå" } }))["experiment_id"]!;

        var byId = (await CallAsync("GetExperiment", new JsonObject { ["experiment_id"] = id }))["experiment"]!;
        var byName = (await CallAsync("GetExperiment", new JsonObject { ["name"] = name }))["experiment"]!;
        var all = (await CallAsync("SearchExperiments", []))["experiments"]!.AsArray();
        ((string?)byId["name"]).ShouldBe(name);
        ((string?)byId["tags"]!["team"]).ShouldBe("blå");
        ((string?)byId["lifecycle_stage"]).ShouldBe("LIFECYCLE_STAGE_ACTIVE");
        ((string?)byName["experiment_id"]).ShouldBe(id);
        all.Select(experiment => (string?)experiment!["experiment_id"]).ShouldContain(id);
        all.Select(experiment => (string?)experiment!["name"]).ShouldContain("Default");
        (await FailAsync("CreateExperiment", new JsonObject { ["name"] = name })).ShouldBe(AlreadyExists);
        (await FailAsync("CreateExperiment", new JsonObject { ["name"] = "" })).ShouldBe(InvalidArgument);
        (await FailAsync("GetExperiment", new JsonObject { ["experiment_id"] = "999999" })).ShouldBe(NotFound);
    }

    private async Task<string> SendAsync()
    {
        var traceId = ServerFixture.NewTraceId();
        using var client = new UnaryGrpcClient(fixture.Server.GrpcAddress);
        await client.CallAsync(TraceServiceMethods.Export, FullTrace.Request(traceId)).WaitAsync(TimeSpan.FromSeconds(30));
        return traceId;
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject request)
    {
        var answer = await RunAsync(method, request);
        ((int)answer["code"]!).ShouldBe(0, answer.ToJsonString());
        return answer["response"]!;
    }

    private async Task<int> FailAsync(string method, JsonObject request)
    {
        var answer = await RunAsync(method, request);
        ((string?)answer["details"]).ShouldNotBeNullOrEmpty();
        return (int)answer["code"]!;
    }

    private async Task<JsonObject> RunAsync(string method, JsonObject request) =>
        (await NodePeer.RunAsync(
            "tracking.mjs",
            "--protos", RepositoryFolder.File("protos"),
            "--address", fixture.Server.GrpcAddress.Authority,
            "--method", method,
            "--request", request.ToJsonString())).ShouldHaveSingleItem();
}
