using System.Net;
using System.Net.Http.Json;
using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Security;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Security;

/// <summary>Who a request comes from, on every wire, and what is said to those who are nobody.</summary>
public sealed class AuthenticationTests
{
    private const string Experiments = "/api/2.0/mlflow/experiments/search?max_results=10";

    [Fact]
    public async Task Nobody_IsAskedWhoTheyAre_InTheWordsOfMlflow()
    {
        await using var server = await GuardedServer.StartAsync();

        using var answer = await server.Server.Http.GetAsync(new Uri(Experiments, UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Basic");
        (await answer.Content.ReadAsStringAsync()).ShouldStartWith("""{"error_code":"UNAUTHENTICATED","message":"Say who you are""");
    }

    [Fact]
    public async Task Basic_RightAndWrong()
    {
        await using var server = await GuardedServer.StartAsync();

        (await server.GetAsync(Experiments, GuardedServer.Admin)).Status.ShouldBe(200);
        (await server.GetAsync(Experiments, GuardedServer.Basic("admin", "not the admin's own"))).Text.ShouldContain("The name or the password is wrong.");
        (await server.GetAsync(Experiments, GuardedServer.Basic("nobody", "the admin's own"))).Text.ShouldContain("The name or the password is wrong.");
    }

    [Fact]
    public async Task Key_AsBearerAndAsPassword_IsTheSame()
    {
        await using var server = await GuardedServer.StartAsync();
        var key = await server.MakeKeyAsync(["read"]);

        (await server.GetAsync(Experiments, GuardedServer.Bearer(key))).Status.ShouldBe(200);
        (await server.GetAsync(Experiments, GuardedServer.Basic("whoever", key))).Status.ShouldBe(200);
        (await server.GetAsync(Experiments, GuardedServer.Bearer(key[..^1] + (key[^1] == 'A' ? 'B' : 'A')))).Text.ShouldContain("The API key is not known here.");
    }

    [Fact]
    public async Task Key_Revoked_IsRefusedAtOnce_AndSaysSo()
    {
        await using var server = await GuardedServer.StartAsync();
        var key = await server.MakeKeyAsync(["read"]);
        (await server.GetAsync(Experiments, GuardedServer.Bearer(key))).Status.ShouldBe(200);

        await server.PostAsync($"/api/3.0/otelbridge/keys/{ApiKeySecret.TryParse(key)!.Value.Id}/revoke", new { });

        var (status, text) = await server.GetAsync(Experiments, GuardedServer.Bearer(key));
        status.ShouldBe(401);
        text.ShouldContain("was revoked. Ask for a new one.");
    }

    [Fact]
    public async Task Keys_Listed_ShowTheirUseAndNoSecret()
    {
        await using var server = await GuardedServer.StartAsync();
        var key = await server.MakeKeyAsync(["read", "ingest"], [server.Own], days: 7);
        await server.GetAsync(Experiments, GuardedServer.Bearer(key));

        var (_, text) = await server.GetAsync("/api/3.0/otelbridge/keys", GuardedServer.Admin);

        text.ShouldContain($"\"key_id\":\"{ApiKeySecret.TryParse(key)!.Value.Id}\"");
        text.ShouldContain("\"last_used_ms\":");
        text.ShouldContain("\"expires_ms\":");
        text.ShouldNotContain(ApiKeySecret.TryParse(key)!.Value.Secret);
        text.ShouldNotContain(ApiKeySecret.TryParse(key)!.Value.Hash);
    }

    [Fact]
    public async Task Otlp_WithAKeyInItsHeaders_Stores_AndWithoutOneSaysWhy()
    {
        await using var server = await GuardedServer.StartAsync();
        var key = await server.MakeKeyAsync(["ingest"], [server.Own]);
        var request = Request(Span(1, 1));

        var stored = await server.Server.Grpc.CallAsync(TraceServiceMethods.Export, request, [new("authorization", $"Bearer {key}"), new("x-mlflow-experiment-id", server.Own)]);
        var refused = await Should.ThrowAsync<GrpcException>(server.Server.Grpc.CallAsync(TraceServiceMethods.Export, request));
        var withoutExperiment = await server.Server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Span(2, 1)), [new("authorization", $"Bearer {key}")]);

        (stored.PartialSuccess?.RejectedSpans ?? 0).ShouldBe(0);
        refused.Status.ShouldBe(GrpcStatusCode.Unauthenticated);
        withoutExperiment.PartialSuccess.RejectedSpans.ShouldBe(1);
        withoutExperiment.PartialSuccess.ErrorMessage.ShouldContain("there is no experiment '0' that key");
        var reading = await Should.ThrowAsync<GrpcException>(server.Server.Grpc.CallAsync(TrackingServiceMethods.SearchTraces, new SearchTracesRequest(), [new("authorization", $"Bearer {key}")]));
        reading.Status.ShouldBe(GrpcStatusCode.PermissionDenied);
    }

    [Fact]
    public async Task Record_OfANewTraceThatNamesNoExperiment_NeedsTheDefaultOne()
    {
        await using var server = await GuardedServer.StartAsync();
        var key = GuardedServer.Bearer(await server.MakeKeyAsync(["write", "ingest"], [server.Own]));

        var refused = await Should.ThrowAsync<GrpcException>(server.Server.Grpc.CallAsync(
            TrackingServiceMethods.StartTrace, new StartTraceRequest { Record = new TraceRecord { TraceId = TraceIdText(7) } }, [new("authorization", key.ToString())]));

        refused.Status.ShouldBe(GrpcStatusCode.NotFound);
        (await server.GetAsync($"/api/3.0/mlflow/traces/{TraceIdText(7)}", GuardedServer.Admin)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Spans_OfATraceThatIsOthers_AreRefusedAlone()
    {
        await using var server = await GuardedServer.StartAsync();
        await server.FillAsync(server.Foreign); // trace 2
        var key = await server.MakeKeyAsync(["ingest"], [server.Own]);

        var answer = await server.Server.Grpc.CallAsync(
            TraceServiceMethods.Export, Request(Span(2, 5), Span(3, 1)), [new("authorization", $"Bearer {key}"), new("x-mlflow-experiment-id", server.Own)]);

        answer.PartialSuccess.RejectedSpans.ShouldBe(1);
        answer.PartialSuccess.ErrorMessage.ShouldContain("belongs to somebody else");
        (await server.GetAsync($"/api/3.0/mlflow/traces/{TraceIdText(3)}", GuardedServer.Admin)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task WrongPasswords_TooMany_AreNotEvenLookedAt()
    {
        await using var server = await GuardedServer.StartAsync();

        var answers = new List<int>();
        for (var i = 0; i < 21; i++)
        {
            answers.Add((await server.GetAsync(Experiments, GuardedServer.Basic("manager", $"guess {i}"))).Status);
        }

        answers[..20].ShouldAllBe(status => status == 401);
        answers[20].ShouldBe(429);
        (await server.GetAsync(Experiments, GuardedServer.Admin)).Status.ShouldBe(200); // who was let in before is known
    }

    [Fact]
    public async Task NameOfAProxy_IsBelievedFromItsAddressAlone()
    {
        await using var trusting = await GuardedServer.StartAsync(options =>
        {
            options.Access.UserHeader = "X-Forwarded-User";
            options.Access.TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")];
        });
        await using var wary = await GuardedServer.StartAsync(options =>
        {
            options.Access.UserHeader = "X-Forwarded-User";
            options.Access.TrustedProxies = [IPNetwork.Parse("10.0.0.0/8")];
        });

        (await AskAsync(trusting)).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(wary)).ShouldBe(HttpStatusCode.Unauthorized);
        (await trusting.GetAsync("/api/2.0/mlflow/users/get?username=ada", GuardedServer.Admin)).Text.ShouldContain("\"is_admin\":false");

        static async Task<HttpStatusCode> AskAsync(GuardedServer server)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Server.HttpAddress, Experiments)) { Headers = { { "X-Forwarded-User", "ada" } } };
            using var answer = await server.Server.Http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task ChangeThatAForeignPageAsksABrowserFor_IsRefused()
    {
        await using var server = await GuardedServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Server.HttpAddress, "/ajax-api/2.0/mlflow/experiments/create"))
        {
            Content = JsonContent.Create(new { name = "planted" }),
            Headers = { Authorization = GuardedServer.Admin },
        };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await server.Server.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await server.GetAsync("/api/2.0/mlflow/experiments/get-by-name?experiment_name=planted", GuardedServer.Admin)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task LastAdmin_CannotBeLost()
    {
        await using var server = await GuardedServer.StartAsync();
        using var body = JsonContent.Create(new { username = "admin", is_admin = false });

        var (status, text) = await server.SendAsync(HttpMethod.Patch, new Uri(server.Server.HttpAddress, "/api/2.0/mlflow/users/update-admin"), GuardedServer.Admin, body);

        status.ShouldBe(400);
        text.ShouldContain("the last one who may do everything");
    }

    [Fact]
    public async Task Server_ThatOthersReach_DoesNotStartWithoutAuthentication_UnlessToldTo()
    {
        var open = new ListenAddress(IPAddress.Any, 0);

        var refusal = await Should.ThrowAsync<InvalidOperationException>(ServerUnderTest.StartAsync(options => options.Http = open));
        await using var told = await ServerUnderTest.StartAsync(options => (options.Http, options.Access.AllowsEverybody) = (open, true));
        await using var asking = await ServerUnderTest.StartAsync(options => (options.Http, options.Access.IsRequired, options.Access.AdminPassword) = (open, true, "long enough"));

        refusal.Message.ShouldContain("Start with --auth, or with --allow-everybody");
    }
}
