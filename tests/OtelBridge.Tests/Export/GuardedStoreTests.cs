using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OtelBridge.Configuration;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Export;

/// <summary>Spans and questions to a server of ours that asks who sends them, and in which workspace.</summary>
public sealed class GuardedStoreTests
{
    private const string Password = "the admin's own";

    [Theory]
    [InlineData("grpc", true)]
    [InlineData("grpc", false)]
    [InlineData("http", true)]
    [InlineData("http", false)]
    public async Task Spans_AndQuestions_SayWhoAsksAndInWhichWorkspace(string scheme, bool withKey)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerUnderTest.StartAsync(options =>
        {
            (options.Access.IsRequired, options.Access.AdminPassword) = (true, Password);
            options.Workspaces["team-a"] = $"sqlite:{folder.File("a.db")}";
        });
        var address = $"{scheme}://{(scheme == "grpc" ? server.GrpcAddress : server.HttpAddress).Authority}";
        (string, string)[] caller = withKey
            ? [(EnvironmentKeys.TrackingToken, await MakeKeyAsync(server))]
            : [(EnvironmentKeys.TrackingUsername, "admin"), (EnvironmentKeys.TrackingPassword, Password), (EnvironmentKeys.Workspace, "team-a")];
        using var tracing = Traced.To([(EnvironmentKeys.TrackingUri, address), .. caller]);

        Mlflow.Trace("asked", static () => { });
        var traceId = Mlflow.LastActiveTraceId!;
        var flushed = await tracing.FlushAsync(Traced.Patience);
        using var client = new MlflowClient();

        flushed.Destinations.Single().Sent.ShouldBe(1);
        (await client.GetTraceAsync(traceId)).Info.TraceId.ShouldBe(traceId);
        (await AskAsync(server, HttpMethod.Get, $"/api/3.0/mlflow/traces/{traceId}", null, "team-a")).IsSuccessStatusCode.ShouldBeTrue();
        (await AskAsync(server, HttpMethod.Get, $"/api/3.0/mlflow/traces/{traceId}", null, "default")).IsSuccessStatusCode.ShouldBeFalse();
    }

    private static async Task<string> MakeKeyAsync(ServerUnderTest server)
    {
        using var body = JsonContent.Create(new { name = "program", scopes = new[] { "ingest", "read", "write" }, workspace = "team-a" });
        using var answer = await AskAsync(server, HttpMethod.Post, "/api/3.0/otelbridge/keys", body, "default");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
    }

    private static async Task<HttpResponseMessage> AskAsync(ServerUnderTest server, HttpMethod method, string path, HttpContent? body, string workspace)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Password}")));
        request.Headers.Add("X-MLFLOW-WORKSPACE", workspace);
        return await server.Http.SendAsync(request);
    }
}
