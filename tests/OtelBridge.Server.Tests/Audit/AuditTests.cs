using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using OtelBridge.Grpc;
using OtelBridge.Server.Security;
using OtelBridge.Server.Tests.Security;
using OtelBridge.Store.Retention;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Audit;

/// <summary>What people and programs do leaves an entry, on every wire.</summary>
public sealed class AuditTests
{
    private const string Manager = "manager";

    [Fact]
    public async Task Reads_OnEveryWire_LeaveTheirEntry()
    {
        await using var server = await GuardedServer.StartAsync();
        var (trace, run) = await server.FillAsync(server.Own);
        var key = await server.MakeKeyAsync(["read"]);
        var id = ApiKeySecret.TryParse(key)!.Value.Id;
        var (jaeger, zipkin) = (server.Server.Server.JaegerAddress!, server.Server.Server.ZipkinAddress!);

        await server.GetAsync($"/api/3.0/mlflow/traces/{trace}", GuardedServer.Manager);
        await server.GetAsync($"/ajax-api/2.0/mlflow/runs/get?run_id={run}", GuardedServer.Manager);
        await server.SendAsync(HttpMethod.Post, new Uri(server.Server.HttpAddress, "/api/3.0/mlflow/traces/search"), GuardedServer.Manager, Locations(server.Own));
        await server.SendAsync(HttpMethod.Get, new Uri(jaeger, $"/api/traces/{trace[3..]}"), GuardedServer.Bearer(key));
        await server.SendAsync(HttpMethod.Get, new Uri(zipkin, $"/api/v2/trace/{trace[3..]}"), GuardedServer.Bearer(key));
        await server.SendAsync(HttpMethod.Get, new Uri(zipkin, "/api/v2/services"), GuardedServer.Bearer(key));
        await server.Server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = trace }, [new("authorization", $"Bearer {key}")]);
        await server.GetAsync($"/traces/{trace}", GuardedServer.Manager);
        await server.GetAsync($"/traces/{trace}/tree", GuardedServer.Manager);
        await server.GetAsync($"/traces?experiment={server.Own}", GuardedServer.Manager);

        var entries = (await server.AuditAsync()).Where(static row => row.Action is "read" or "search" && row.Who != "admin").ToList();
        entries.ShouldAllBe(static row => row.From == "127.0.0.1" && (row.Outcome == "200" || row.Outcome == "Ok") && row.Items == null);
        entries.Select(static row => $"{row.Who} {row.Action} {row.About} {row.Wire} {row.Request} {row.Requests}").Order(StringComparer.Ordinal).ShouldBe(
            new[]
            {
                $"{Manager} read trace:{trace} http GET /api/3.0/mlflow/traces/{{trace_id}} 1",
                $"{Manager} read run:{run} http GET /ajax-api/2.0/mlflow/runs/get 1",
                $"{Manager} search experiment:{server.Own} http POST /api/3.0/mlflow/traces/search 1",
                $"key:{id} read trace:{trace} jaeger GET /api/traces/{{traceId}} 1",
                $"key:{id} read trace:{trace} zipkin GET /api/v2/trace/{{traceId}} 1",
                $"key:{id} search  zipkin GET /api/v2/services 1",
                $"key:{id} read trace:{trace} grpc /otelbridge.tracking.v1.TrackingService/GetTrace 1",
                $"{Manager} read trace:{trace} http GET /traces/{{traceId}} 2", // the page and its part
                $"{Manager} search experiment:{server.Own} http GET /traces 1",
            }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Changes_LeaveTheirEntry_WithWhatTheyWereAbout()
    {
        await using var server = await GuardedServer.StartAsync();
        var (trace, run) = await server.FillAsync(server.Own); // as an admin, over OTLP
        var secret = await server.MakeKeyAsync(["ingest"], [server.Own]);
        var key = ApiKeySecret.TryParse(secret)!.Value.Id;
        IEnumerable<KeyValuePair<string, string>> metadata = [new("authorization", $"Bearer {secret}"), new("x-mlflow-experiment-id", server.Own)];

        await server.Server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Span(3, 1), Span(3, 2, 1)), metadata);
        await server.Server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Span(4, 1)), metadata);
        await SendAsync(server, HttpMethod.Patch, $"/api/3.0/mlflow/traces/{trace}/tags", new { key = "team", value = "a" });
        await SendAsync(server, HttpMethod.Post, $"/traces/export?experiment={server.Own}", new FormUrlEncodedContent([new("id", trace)]));
        await SendAsync(server, HttpMethod.Post, "/api/2.0/mlflow/runs/delete", new { run_id = run });
        await SendAsync(server, HttpMethod.Post, "/api/3.0/mlflow/traces/delete-traces", new { experiment_id = server.Own, request_ids = new[] { trace, TraceIdText(3) } });
        await server.PostAsync("/api/2.0/mlflow/users/create", new { username = "eve lin", password = "long enough for eve" });
        await server.PostAsync("/api/2.0/mlflow/experiments/permissions/create", new { username = "eve lin", experiment_id = server.Own, permission = "READ" });
        await server.PostAsync($"/api/3.0/otelbridge/keys/{key}/revoke", new { });

        // What cannot be made good is in the table when it is answered; the rest waits until somebody reads.
        var written = await DumpAsync(server.Server.StoreAddress["sqlite:".Length..]);
        written.ShouldContain($"run:{run}");
        written.ShouldContain($"user:eve%20lin experiment:{server.Own} permission:READ");
        written.ShouldContain("\nexport\n");
        written.ShouldNotContain("\nchange\n");
        written.ShouldNotContain("\nstore\n");

        var entries = (await server.AuditAsync()).Select(static row => $"{row.Who} {row.Action} {row.About} {row.Outcome} {row.Requests} {row.Items}".TrimEnd()).ToList();
        foreach (var expected in new[]
        {
            "server grant user:admin admin:true  1",
            $"admin store experiment:{server.Own} 200 1 1",
            $"admin change experiment:{server.Own} run:{run} 200 1",
            $"admin grant experiment:{server.Own} key:{key} scope:ingest 200 1",
            $"key:{key} store experiment:{server.Own} Ok 2 3", // two requests that are alike, three spans
            $"manager change trace:{trace} 200 1",
            $"manager export experiment:{server.Own} trace:{trace} 200 1",
            $"manager delete run:{run} 200 1",
            $"manager delete experiment:{server.Own} trace:{trace} trace:{TraceIdText(3)} 200 1 2",
            "admin grant user:eve%20lin 200 1",
            $"admin grant user:eve%20lin experiment:{server.Own} permission:READ 200 1",
            $"admin grant key:{key} 200 1",
        })
        {
            entries.ShouldContain(expected);
        }

        var ids = Enumerable.Range(1000, 250).Select(static number => TraceIdText(number)).ToList();
        await server.Server.Grpc.CallAsync(
            TrackingServiceMethods.DeleteTraces, new DeleteTracesRequest { ExperimentId = server.Own, TraceIds = { ids } }, [new("authorization", GuardedServer.Manager.ToString())]);
        var many = await server.AuditAsync("action=delete&from=1h");
        ids.Except(many.SelectMany(static row => row.About.Split(' ')).Select(static subject => subject[(subject.IndexOf(':', StringComparison.Ordinal) + 1)..])).ShouldBeEmpty(); // each is named

        (await server.AuditAsync($"action=delete&about={trace}")).ShouldHaveSingleItem().Who.ShouldBe(Manager);
        (await server.AuditAsync("about=user:eve lin&from=1h")).Count.ShouldBe(2);
        (await server.AuditAsync("to=2020-01-01")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Refused_LeaveTheirEntry_WithTheNameThatWasTried_AndNoMore()
    {
        await using var server = await GuardedServer.StartAsync();
        var key = await server.MakeKeyAsync(["read"], [server.Own]);
        var id = ApiKeySecret.TryParse(key)!.Value.Id;

        await server.GetAsync(AuditedServer.Path, null);
        await server.GetAsync(AuditedServer.Path, GuardedServer.Basic("mallory\tx", "a guess of a password"));
        await server.GetAsync(AuditedServer.Path, GuardedServer.Bearer(key + "x"));
        await server.GetAsync(AuditedServer.Path, GuardedServer.Bearer("ghp_a-token-for-another-door"));
        var (read, _) = await server.GetAsync(AuditedServer.Path, GuardedServer.Bearer(key));
        var (manage, _) = await server.GetAsync(AuditedServer.Path, GuardedServer.Manager);
        await server.GetAsync($"/api/2.0/mlflow/experiments/get?experiment_id={server.Foreign}", GuardedServer.Bearer(key));
        await Should.ThrowAsync<GrpcException>(server.Server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Span(1, 1)), [new("authorization", $"Bearer {key}")]));
        await SendAsync(server, HttpMethod.Post, "/api/2.0/mlflow/experiments/delete", new { experiment_id = server.Foreign });

        (read, manage).ShouldBe((403, 403));
        var entries = (await server.AuditAsync()).Select(static row => $"{row.Who} {row.Action} {row.About} {row.Outcome}").ToList();
        foreach (var expected in new[]
        {
            "nobody sign-in-refused  401",
            "mallory_x sign-in-refused  401",
            $"key:{id} sign-in-refused  401",
            $"key:{id} search  403",
            "manager search  403",
            $"key:{id} read experiment:{server.Foreign} 404",
            $"key:{id} store  PermissionDenied",
            $"manager delete experiment:{server.Foreign} 404",
        })
        {
            entries.ShouldContain(expected);
        }

        (await server.AuditAsync("who=nobody")).ShouldHaveSingleItem().Requests.ShouldBe(2); // of a token that is no key nothing is written down
    }

    [Fact]
    public async Task Table_HoldsNoContentAndNoSecret()
    {
        await using var server = await GuardedServer.StartAsync();
        var (trace, _) = await server.FillAsync(server.Foreign); // every text of which has the secret
        const string Password = "password-" + GuardedServer.Secret;
        var key = await server.MakeKeyAsync(["read"]);

        await server.GetAsync($"/traces/{trace}", GuardedServer.Admin);
        await server.GetAsync($"/traces?filter={GuardedServer.Secret}&q={GuardedServer.Secret}&experiment={GuardedServer.Secret} text", GuardedServer.Admin);
        await server.GetAsync($"/api/3.0/mlflow/traces/{GuardedServer.Secret} text", GuardedServer.Admin);
        await server.GetAsync($"/api/3.0/mlflow/traces/{key}", GuardedServer.Admin); // in the wrong place
        await server.PostAsync($"/api/2.0/mlflow/experiments/set-experiment-tag", new { experiment_id = server.Own, key = GuardedServer.Secret, value = GuardedServer.Secret });
        await server.PostAsync("/api/2.0/mlflow/users/create", new { username = "eve", password = Password });
        await server.GetAsync("/api/3.0/mlflow/traces/x", GuardedServer.Basic("eve", Password));
        await server.GetAsync("/api/3.0/mlflow/traces/x", GuardedServer.Basic("eve", Password + "!"));
        await server.GetAsync("/api/3.0/mlflow/traces/x", GuardedServer.Bearer(key));
        await server.GetAsync("/api/3.0/mlflow/traces/x", GuardedServer.Bearer($"{key}{GuardedServer.Secret}"));
        (await server.AuditAsync()).Count.ShouldBeGreaterThan(10);
        (await server.AuditAsync($"about=trace:{key}")).ShouldHaveSingleItem(); // what has not the form of an id is found by its digest

        var rows = await DumpAsync(server.Server.StoreAddress["sqlite:".Length..]);
        rows.ShouldContain("user:eve");
        rows.ShouldNotContain(GuardedServer.Secret, Case.Insensitive);
        rows.ShouldNotContain(GuardedServer.AdminPassword);
        rows.ShouldNotContain(ApiKeySecret.TryParse(key)!.Value.Secret);
        rows.ShouldNotContain(ApiKeySecret.TryParse(key)!.Value.Hash);
    }

    [Fact]
    public async Task LogThatIsBroken_FailsNobody()
    {
        await using var server = await GuardedServer.StartAsync();
        server.Server.ExpectErrors();
        var (trace, run) = await server.FillAsync(server.Own);
        await ExecuteAsync(server.Server.StoreAddress["sqlite:".Length..], "DROP TABLE audit_entries");

        var (read, _) = await server.GetAsync($"/api/3.0/mlflow/traces/{trace}", GuardedServer.Manager);
        var deleted = await SendAsync(server, HttpMethod.Post, "/api/2.0/mlflow/runs/delete", new { run_id = run });

        (read, deleted).ShouldBe((200, 200));
        server.Server.Log.ShouldContain(static entry => entry.Message.StartsWith("The audit log cannot be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutAuthentication_ThereIsALogWhenOneIsWanted_AndElseNone()
    {
        await using var audited = await ServerUnderTest.StartAsync(static options => options.Audit.IsOn = true);
        await using var silent = await ServerUnderTest.StartAsync();

        await audited.Http.GetAsync(new Uri("/api/2.0/mlflow/experiments/get?experiment_id=0", UriKind.Relative));
        var text = await audited.Http.GetStringAsync(new Uri($"{AuditedServer.Path}?action=read", UriKind.Relative));
        using var none = await silent.Http.GetAsync(new Uri(AuditedServer.Path, UriKind.Relative));

        text.ShouldContain("\"who\":\"anybody\",\"action\":\"read\",\"about\":[\"experiment:0\"],\"outcome\":\"200\"");
        ((int)none.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task Retention_LeavesAnEntryOfWhatItDeletes()
    {
        await using var store = await TestStore.MakeAsync(TestStore.Sqlite);
        await using (var before = await ServerUnderTest.StartAsync(store: store.Address))
        {
            await before.Grpc.CallAsync(TraceServiceMethods.Export, Request(Span(1, 1), Span(2, 1))); // of long ago
        }

        await using var server = await ServerUnderTest.StartAsync(
            static options => (options.Audit.IsOn, options.Retention) = (true, new RetentionLimits(TimeSpan.FromDays(1), null)), store.Address);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string text;
        do
        {
            text = await server.Http.GetStringAsync(new Uri($"{AuditedServer.Path}?who=server&action=delete", UriKind.Relative), patience.Token);
        }
        while (!text.Contains("retention", StringComparison.Ordinal));

        text.ShouldContain("\"about\":[\"experiment:0\"],\"outcome\":\"\",\"from\":\"\",\"wire\":\"server\",\"request\":\"retention\",\"requests\":1,\"items\":2");
    }

    private static async Task<int> SendAsync(GuardedServer server, HttpMethod method, string path, object body)
    {
        using var content = body as HttpContent ?? JsonContent.Create(body);
        using var request = new HttpRequestMessage(method, new Uri(server.Server.HttpAddress, path)) { Content = content, Headers = { Authorization = GuardedServer.Manager } };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await server.Server.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static JsonContent Locations(string experiment) => JsonContent.Create(new
    {
        locations = new[] { new { type = "MLFLOW_EXPERIMENT", mlflow_experiment = new { experiment_id = experiment } } },
    });

    private static async Task<string> DumpAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM audit_entries";
        await using var rows = await command.ExecuteReaderAsync();
        var text = new System.Text.StringBuilder();
        while (await rows.ReadAsync())
        {
            for (var column = 0; column < rows.FieldCount; column++)
            {
                text.Append(rows.GetValue(column)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static async Task ExecuteAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
