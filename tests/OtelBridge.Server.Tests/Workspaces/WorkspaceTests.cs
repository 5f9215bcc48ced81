using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Server.Tests.Security;
using OtelBridge.Tracking.V1;
using static OtelBridge.Server.Tests.Workspaces.WorkspaceServer;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Workspaces;

/// <summary>Workspaces of one server: who is in which, and that each has a store of its own.</summary>
/// <remarks>One server for all of them: each has traces, people and texts of its own.</remarks>
public sealed partial class WorkspaceTests : IClassFixture<WorkspaceFixture>
{
    private const string Protobuf = "application/x-protobuf";

    private readonly WorkspaceServer _server;

    public WorkspaceTests(WorkspaceFixture fixture) => _server = fixture.Server;

    [Fact]
    public async Task Trace_OfOneIdInTwoWorkspaces_StaysTwo()
    {
        await _server.StoreAsync(TeamA, 10, "of a");
        await _server.StoreAsync(TeamB, 10, "of b");

        await _server.PostAsync("/api/2.0/mlflow/traces/delete-traces", new { experiment_id = Shared, request_ids = new[] { TraceIdText(10) } }, TeamB);

        (await _server.GetAsync(PathOf(10), GuardedServer.Admin, TeamA)).Text.ShouldContain("of a");
        (await _server.GetAsync(PathOf(10), GuardedServer.Admin, TeamB)).Status.ShouldBe(404);
        (await _server.GetAsync(PathOf(10), GuardedServer.Admin)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Spans_OfAKey_LandInItsWorkspace_OnEveryWire()
    {
        var key = await _server.MakeKeyAsync(TeamA, "ingest", "write");
        KeyValuePair<string, string>[] metadata = [new("authorization", key.ToString()), new("x-mlflow-experiment-id", Shared)];

        await _server.Server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Span(21, 1)), metadata);
        await SendAsync(new Uri(_server.Server.OtlpHttpAddress, "/v1/traces"), Request(Span(22, 1)).ToByteArray(), Protobuf);
        await SendAsync(new Uri(_server.Server.HttpAddress, "/v1/traces"), Request(Span(23, 1)).ToByteArray(), Protobuf);
        var zipkin = new[] { new { traceId = TraceIdText(24)[3..], id = SpanIdText(1), name = "step", timestamp = 1_762_332_558_000_000, duration = 5, tags = new Dictionary<string, string> { ["mlflow.experimentId"] = Shared } } };
        await SendAsync(new Uri(_server.Server.Server.ZipkinAddress!, "/api/v2/spans"), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(zipkin), "application/json");
        await _server.Server.Grpc.CallAsync(TrackingServiceMethods.StartTrace, new StartTraceRequest { Record = new TraceRecord { TraceId = TraceIdText(25), ExperimentId = Shared } }, metadata);
        var record = new { trace = new { trace_info = new { trace_id = TraceIdText(26), trace_location = new { type = "MLFLOW_EXPERIMENT", mlflow_experiment = new { experiment_id = Shared } }, request_time = "2025-01-01T00:00:00Z", state = "OK" } } };
        await SendAsync(new Uri(_server.Server.HttpAddress, "/api/3.0/mlflow/traces"), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(record), "application/json");

        foreach (var trace in Enumerable.Range(21, 6))
        {
            (await _server.GetAsync(PathOf(trace), GuardedServer.Admin, TeamA)).Status.ShouldBe(200, $"trace {trace}");
            (await _server.GetAsync(PathOf(trace), GuardedServer.Admin, TeamB)).Status.ShouldBe(404, $"trace {trace}");
            (await _server.GetAsync(PathOf(trace), GuardedServer.Admin)).Status.ShouldBe(404, $"trace {trace}");
        }

        async Task SendAsync(Uri address, byte[] bytes, string type)
        {
            using var body = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
            body.Headers.Add("x-mlflow-experiment-id", Shared);
            var (status, text) = await _server.Guarded.SendAsync(HttpMethod.Post, address, key, body);
            status.ShouldBeInRange(200, 202, text);
        }
    }

    [Fact]
    public async Task Experiment_ThatOneWorkspaceHas_IsNotKnownInAnother()
    {
        await _server.PostAsync("/api/2.0/mlflow/experiments/create", new { name = "second" }, TeamB); // experiment 2
        await _server.Server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Span(30, 1)), Metadata(GuardedServer.Admin, TeamB));

        var answer = await _server.Server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Span(30, 1)), Metadata(GuardedServer.Admin, TeamA));
        using var body = JsonContent.Create(new { name = "second" });
        var (status, text) = await _server.Guarded.SendAsync(HttpMethod.Post, new Uri(_server.Server.HttpAddress, "/api/2.0/mlflow/experiments/create"), Lead, body);

        answer.PartialSuccess.ErrorMessage.ShouldContain("there is no experiment '2'");
        (status, text).ShouldBe((200, """{"experiment_id":"2"}"""));

        static KeyValuePair<string, string>[] Metadata(AuthenticationHeaderValue who, string workspace) =>
            [new("authorization", who.ToString()), new("x-mlflow-workspace", workspace), new("x-mlflow-experiment-id", "2")];
    }

    [Fact]
    public async Task PageToken_OfAnotherWorkspace_TellsNothingOfIt()
    {
        foreach (var trace in Enumerable.Range(41, 4))
        {
            await _server.StoreAsync(TeamB, trace, "paged");
        }

        await _server.StoreAsync(TeamA, 45, "paged");
        await _server.StoreAsync(TeamA, 46, "paged");
        var query = new SearchTracesRequest { ExperimentIds = { Shared }, Filter = "trace.name = 'paged'", MaxResults = 1 };
        query.PageToken = (await _server.Server.Grpc.CallAsync(
            TrackingServiceMethods.SearchTraces, query, [new("authorization", GuardedServer.Admin.ToString()), new("x-mlflow-workspace", TeamB)])).NextPageToken;

        query.PageToken.ShouldNotBeEmpty();
        var seen = 0;
        while (query.PageToken.Length > 0)
        {
            var page = await _server.Server.Grpc.CallAsync(TrackingServiceMethods.SearchTraces, query, [new("authorization", Lead.ToString())]);
            page.Traces.Select(static trace => trace.TraceId).ShouldAllBe(static id => id == TraceIdText(45) || id == TraceIdText(46));
            seen += page.Traces.Count;
            query.PageToken = page.NextPageToken;
        }

        seen.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task LiveStream_HearsOfItsWorkspaceAlone()
    {
        await _server.StoreAsync(TeamA, 51, "ours");
        var seen = Seen().Match((await _server.GetAsync("/traces?live=1", Lead)).Text).Groups[1].Value;

        await _server.StoreAsync(TeamB, 52, GuardedServer.Secret);
        var afterForeign = await ListenAsync();
        await _server.StoreAsync(TeamA, 53, "ours");
        var afterOwn = await ListenAsync();

        seen.ShouldNotBeEmpty();
        afterForeign.ShouldBe("retry: 1000\n\n");
        afterOwn.ShouldContain("event: changed");

        async Task<string> ListenAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Server.HttpAddress, $"/traces/live?seen={seen}")) { Headers = { Authorization = Lead } };
            using var answer = await _server.Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var stream = await answer.Content.ReadAsStreamAsync();
            var bytes = new byte[200];
            return System.Text.Encoding.UTF8.GetString(bytes, 0, await stream.ReadAsync(bytes));
        }
    }

    [Fact]
    public async Task Status_TellsOfTheSendersOfItsWorkspaceAlone_AndNumbersOfTheWholeServerAreForAdmins()
    {
        var (stored, traces) = await NumbersAsync();
        await _server.StoreAsync(TeamA, 60, "our sender");
        await _server.StoreAsync(TeamB, 60, GuardedServer.Secret);

        var (_, page) = await _server.GetAsync("/status", Lead);

        page.ShouldContain("our sender");
        page.ShouldNotContain(GuardedServer.Secret);
        (await _server.GetAsync("/metrics", Lead)).Status.ShouldBe(403);
        (await NumbersAsync()).ShouldBe((stored + 2, traces + 2));

        async Task<(int Stored, int Traces)> NumbersAsync()
        {
            var text = (await _server.GetAsync("/metrics", GuardedServer.Admin)).Text;
            return (Number("otelbridge_spans_stored_total"), Number("otelbridge_store_traces"));

            int Number(string name) => int.Parse(text.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task Key_NamesItsOwnWorkspaceOrNone()
    {
        await _server.StoreAsync(TeamA, 70, "ours");
        var key = await _server.MakeKeyAsync(TeamA, "read");

        (await _server.GetAsync(PathOf(70), key)).Status.ShouldBe(200);
        (await _server.GetAsync(PathOf(70), key, TeamA)).Status.ShouldBe(200);
        var (status, text) = await _server.GetAsync(PathOf(70), key, TeamB);

        status.ShouldBe(403);
        text.ShouldContain("is not of the workspace that the request names");
        (await _server.GetAsync(PathOf(70), key, "team-q")).Text.ShouldBe(text);
        (await _server.GetAsync("/api/3.0/mlflow/workspaces", key)).Text.ShouldBe("""{"workspaces":[{"name":"team-a"}]}""");
        using var foreign = JsonContent.Create(new { name = "k", scopes = new[] { "read" }, workspace = "team-q" });
        (await _server.Guarded.SendAsync(HttpMethod.Post, new Uri(_server.Server.HttpAddress, "/api/3.0/otelbridge/keys"), GuardedServer.Admin, foreign)).Status.ShouldBe(404);
        using var mighty = JsonContent.Create(new { name = "k", scopes = new[] { "admin" }, workspace = TeamA });
        (await _server.Guarded.SendAsync(HttpMethod.Post, new Uri(_server.Server.HttpAddress, "/api/3.0/otelbridge/keys"), GuardedServer.Admin, mighty)).Text.ShouldContain("for the whole server");
    }

    [Fact]
    public async Task People_AreWhereTheyWereMadeMembers_AndMayWhatWasSaidThere()
    {
        await _server.MakePersonAsync("ada");
        var ada = PersonNamed("ada");
        await _server.StoreAsync(TeamA, 80, "ours");

        (await _server.GetAsync("/api/3.0/mlflow/workspaces", ada)).Text.ShouldBe("""{"workspaces":[{"name":"default"}]}""");
        (await _server.SetMemberAsync(TeamA, "ada", "READ", Lead)).Status.ShouldBe(200);
        (await _server.GetAsync("/api/3.0/mlflow/workspaces", ada)).Text.ShouldBe("""{"workspaces":[{"name":"team-a"}]}""");
        (await _server.GetAsync(PathOf(80), ada)).Status.ShouldBe(200); // their only one
        (await _server.GetAsync(PathOf(80), ada, "default")).Status.ShouldBe(404);
        (await _server.SetMemberAsync(TeamB, "ada", "READ", Lead)).ShouldBe((404, """{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"Workspace 'team-b' not found"}"""));
        (await _server.SetMemberAsync(TeamA, "ada", "MANAGE", ada)).Status.ShouldBe(403);
        using var planted = JsonContent.Create(new { name = "planted" });
        (await _server.Guarded.SendAsync(HttpMethod.Post, new Uri(_server.Server.HttpAddress, "/api/2.0/mlflow/experiments/create"), ada, planted)).Status.ShouldBe(403);

        await _server.SetMemberAsync(TeamB, "ada", "EDIT");
        var (status, text) = await _server.GetAsync(PathOf(80), ada);
        status.ShouldBe(400);
        text.ShouldContain("Say which workspace, in the header x-mlflow-workspace: you are in team-a, team-b.");
        (await _server.GetAsync("/api/3.0/otelbridge/workspaces/team-a/members", Lead)).Text.ShouldContain(
            """{"username":"ada","permission":"READ"}""");
        using var nothing = JsonContent.Create(new { });
        await _server.Guarded.SendAsync(HttpMethod.Delete, new Uri(_server.Server.HttpAddress, "/api/3.0/otelbridge/workspaces/team-a/members/ada"), Lead, nothing);
        (await _server.GetAsync(PathOf(80), ada, TeamA)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Permission_OnAnExperiment_IsOfItsWorkspace()
    {
        await _server.MakePersonAsync("eve");
        await _server.StoreAsync(TeamA, 90, "ours");
        await _server.StoreAsync(TeamB, 90, GuardedServer.Secret);

        await _server.PostAsync("/api/2.0/mlflow/experiments/permissions/create", new { username = "eve", experiment_id = Shared, permission = "READ" }, TeamA);

        (await _server.GetAsync(PathOf(90), PersonNamed("eve"), TeamA)).Text.ShouldContain("ours");
        (await _server.GetAsync(PathOf(90), PersonNamed("eve"), TeamB)).Status.ShouldBe(404);
        (await _server.GetAsync("/api/2.0/mlflow/users/get?username=eve", GuardedServer.Admin, TeamB)).Text.ShouldContain("\"experiment_permissions\":[]");
        (await _server.GetAsync("/api/2.0/mlflow/users/get?username=eve", GuardedServer.Admin, TeamA)).Text.ShouldContain("\"permission\":\"READ\"");
        using var planted = JsonContent.Create(new { name = "planted" });
        (await _server.Guarded.SendAsync(HttpMethod.Post, new Uri(_server.Server.HttpAddress, "/api/2.0/mlflow/experiments/create"), PersonNamed("eve"), planted)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Pages_AreOfTheWorkspaceThatTheirReaderChose()
    {
        await _server.MakePersonAsync("bob");
        await _server.SetMemberAsync(TeamA, "bob", "READ");
        await _server.SetMemberAsync(TeamB, "bob", "READ");
        await _server.StoreAsync(TeamA, 100, "text of a");
        await _server.StoreAsync(TeamB, 100, "text of b");

        var cookie = await ChooseAsync(TeamB);

        (await _server.GetAsync("/traces", Lead)).Text.ShouldNotContain("workspace-switch");
        var page = await PageAsync(null);
        page.ShouldContain("workspace-switch");
        page.ShouldContain("text of a");
        (await PageAsync(cookie)).ShouldContain("text of b");
        (await PageAsync("otelbridge-workspace=team-q")).ShouldContain("text of a"); // of yesterday
        (await ChooseAsync("default")).ShouldBeNull();

        async Task<string> PageAsync(string? remembered)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Server.HttpAddress, "/traces")) { Headers = { Authorization = PersonNamed("bob") } };
            request.Headers.Add("Cookie", remembered is null ? [] : [remembered]);
            using var answer = await _server.Server.Http.SendAsync(request);
            return await answer.Content.ReadAsStringAsync();
        }

        async Task<string?> ChooseAsync(string workspace)
        {
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
            using var http = new HttpClient(handler);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Server.HttpAddress, "/workspace"))
            {
                Content = new FormUrlEncodedContent([new("workspace", workspace)]),
                Headers = { Authorization = PersonNamed("bob") },
            };
            request.Headers.Add("Origin", _server.Server.HttpAddress.GetLeftPart(UriPartial.Authority));
            using var answer = await http.SendAsync(request);
            return answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single().Split(';')[0] : null;
        }
    }

    [Fact]
    public async Task Clients_OfMlflow_FindWorkspaces_AndCannotMakeThem()
    {

        (await _server.GetAsync("/api/3.0/mlflow/server-info", Lead, "team-q")).Text.ShouldContain("\"workspaces_enabled\":true");
        (await _server.GetAsync("/api/3.0/mlflow/workspaces", GuardedServer.Admin)).Text.ShouldBe("""{"workspaces":[{"name":"default"},{"name":"team-a"},{"name":"team-b"}]}""");
        (await _server.GetAsync("/api/3.0/mlflow/workspaces/team-a", Lead)).Text.ShouldBe("""{"workspace":{"name":"team-a"}}""");
        (await _server.GetAsync("/api/3.0/mlflow/workspaces/team-b", Lead)).ShouldBe((404, """{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"Workspace 'team-b' not found"}"""));
        using var body = JsonContent.Create(new { name = "team-c" });
        var (status, text) = await _server.Guarded.SendAsync(HttpMethod.Post, new Uri(_server.Server.HttpAddress, "/api/3.0/mlflow/workspaces"), GuardedServer.Admin, body);
        (status, JsonNode.Parse(text)!["message"]!.ToString()).ShouldBe((501, "Workspaces are declared when the server starts: otelbridge serve --workspace NAME=ADDRESS. None is made, changed or deleted by a request."));
    }

    private static string PathOf(int trace) => $"/api/3.0/mlflow/traces/{TraceIdText(trace)}";

    [GeneratedRegex("data-seen=\"([0-9a-f]+)\"")]
    private static partial Regex Seen();
}
