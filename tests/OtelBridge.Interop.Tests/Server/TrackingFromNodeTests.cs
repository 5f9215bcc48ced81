using System.Text.Json.Nodes;
using OtelBridge.Grpc;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;

namespace OtelBridge.Interop.Tests.Server;

/// <summary>The tracking service as a client sees it that knows nothing but the <c>.proto</c> text.</summary>
public sealed class TrackingFromNodeTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int InvalidArgument = 3;
    private const int NotFound = 5;
    private const int AlreadyExists = 6;

    public static TheoryData<string> Stores => [.. TestStore.Kinds];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task GetTrace_StoredTrace_HasItsRecordAndEverySpan(string kind)
    {
        var traceId = await SendAsync(kind);

        var trace = (await CallAsync("GetTrace", new JsonObject { ["trace_id"] = $"tr-{traceId}" }, kind))["trace"]!;

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

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Experiments_CreatedFoundAndListed(string kind)
    {
        var name = $"experiment é {Guid.NewGuid():n}";

        var id = (string)(await CallAsync("CreateExperiment", new JsonObject { ["name"] = name, ["tags"] = new JsonObject { ["team"] = "blå" } }, kind))["experiment_id"]!;

        var byId = (await CallAsync("GetExperiment", new JsonObject { ["experiment_id"] = id }, kind))["experiment"]!;
        var byName = (await CallAsync("GetExperiment", new JsonObject { ["name"] = name }, kind))["experiment"]!;
        var all = (await CallAsync("SearchExperiments", [], kind))["experiments"]!.AsArray();
        ((string?)byId["name"]).ShouldBe(name);
        ((string?)byId["tags"]!["team"]).ShouldBe("blå");
        ((string?)byId["lifecycle_stage"]).ShouldBe("LIFECYCLE_STAGE_ACTIVE");
        ((string?)byName["experiment_id"]).ShouldBe(id);
        all.Select(experiment => (string?)experiment!["experiment_id"]).ShouldContain(id);
        all.Select(experiment => (string?)experiment!["name"]).ShouldContain("Default");
        (await FailAsync("CreateExperiment", new JsonObject { ["name"] = name }, kind)).ShouldBe(AlreadyExists);
        (await FailAsync("CreateExperiment", new JsonObject { ["name"] = "" }, kind)).ShouldBe(InvalidArgument);
        (await FailAsync("GetExperiment", new JsonObject { ["experiment_id"] = "999999" }, kind)).ShouldBe(NotFound);
    }

    private async Task<string> SendAsync(string kind = TestStore.Sqlite)
    {
        var traceId = ServerFixture.NewTraceId();
        using var client = new UnaryGrpcClient((await fixture.OnAsync(kind)).GrpcAddress);
        await client.CallAsync(TraceServiceMethods.Export, FullTrace.Request(traceId)).WaitAsync(TimeSpan.FromSeconds(30));
        return traceId;
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject request, string kind = TestStore.Sqlite)
    {
        var answer = await RunAsync(method, request, kind);
        ((int)answer["code"]!).ShouldBe(0, answer.ToJsonString());
        return answer["response"]!;
    }

    private async Task<int> FailAsync(string method, JsonObject request, string kind = TestStore.Sqlite)
    {
        var answer = await RunAsync(method, request, kind);
        ((string?)answer["details"]).ShouldNotBeNullOrEmpty();
        return (int)answer["code"]!;
    }

    private async Task<JsonObject> RunAsync(string method, JsonObject request, string kind) =>
        (await NodePeer.RunAsync(
            "tracking.mjs",
            "--protos", RepositoryFolder.File("protos"),
            "--address", (await fixture.OnAsync(kind)).GrpcAddress.Authority,
            "--method", method,
            "--request", request.ToJsonString())).ShouldHaveSingleItem();
}
