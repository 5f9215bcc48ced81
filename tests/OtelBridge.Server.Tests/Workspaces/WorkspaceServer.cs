using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Tests.Security;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Workspaces;

/// <summary>A server with the workspaces team-a and team-b, whose experiments have the same ids and names; so have their traces. Whatever is in team-b has <see cref="GuardedServer.Secret"/> in its texts.</summary>
internal sealed class WorkspaceServer : IAsyncDisposable
{
    public const string TeamA = "team-a";
    public const string TeamB = "team-b";

    /// <summary>The experiment "shared" of each.</summary>
    public const string Shared = "1";

    private const string Password = "the lead's own";

    private readonly TemporaryFolder _folder;

    private WorkspaceServer(GuardedServer guarded, TemporaryFolder folder) => (Guarded, _folder) = (guarded, folder);

    public GuardedServer Guarded { get; }

    public ServerUnderTest Server => Guarded.Server;

    /// <summary>Somebody who manages team-a, and is nowhere else.</summary>
    public static AuthenticationHeaderValue Lead { get; } = GuardedServer.Basic("lead", Password);

    public static AuthenticationHeaderValue PersonNamed(string name) => GuardedServer.Basic(name, Password);

    public static async Task<WorkspaceServer> StartAsync(Action<OtelBridgeServerOptions>? configure = null)
    {
        var folder = new TemporaryFolder();
        var guarded = await GuardedServer.StartAsync(options =>
        {
            options.Workspaces[TeamA] = $"sqlite:{folder.File("a.db")}";
            options.Workspaces[TeamB] = $"sqlite:{folder.File("b.db")}";
            configure?.Invoke(options);
        });
        var server = new WorkspaceServer(guarded, folder);
        await server.MakePersonAsync("lead");
        await server.SetMemberAsync(TeamA, "lead", "MANAGE");
        foreach (var workspace in new[] { TeamA, TeamB })
        {
            await server.PostAsync("/api/2.0/mlflow/experiments/create", new { name = "shared" }, workspace);
        }

        return server;
    }

    /// <summary>Stores trace 1 in the experiment of a workspace, with a run and an assessment, and gives the id of the run.</summary>
    public async Task<string> FillAsync(string workspace)
    {
        var text = workspace == TeamB ? GuardedServer.Secret : "ours";
        await StoreAsync(workspace, 1, text);
        await PostAsync("/api/2.0/mlflow/experiments/set-experiment-tag", new { experiment_id = Shared, key = "mlflow.note.content", value = text }, workspace);
        await PostAsync($"/api/3.0/mlflow/traces/{TraceIdText(1)}/assessments", new
        {
            assessment = new { assessment_name = text, trace_id = TraceIdText(1), source = new { source_type = "HUMAN", source_id = text }, feedback = new { value = text } },
        }, workspace);
        var run = await PostAsync("/api/2.0/mlflow/runs/create", new { experiment_id = Shared, run_name = text, start_time = 1 }, workspace);
        return (string)run["run"]!["info"]!["run_id"]!;
    }

    /// <summary>Stores a trace of one span in the experiment of a workspace, as an admin.</summary>
    public async Task StoreAsync(string workspace, int trace, string text)
    {
        var request = Request(Span(trace, 1, name: text).With("mlflow.spanInputs", $"\"{text}\"").With("mlflow.trace.tag.team", text).With("mlflow.trace.session", text));
        request.ResourceSpans[0].Resource.Attributes[0].Value.StringValue = text; // the service
        using var body = new ByteArrayContent(request.ToByteArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        body.Headers.Add("x-mlflow-experiment-id", Shared);
        var (status, answer) = await Guarded.SendAsync(HttpMethod.Post, new Uri(Server.OtlpHttpAddress, "/v1/traces"), GuardedServer.Admin, body, workspace);
        status.ShouldBe(200, answer);
    }

    public async Task MakePersonAsync(string name) => await PostAsync("/api/2.0/mlflow/users/create", new { username = name, password = Password });

    public async Task SetMemberAsync(string workspace, string person, string permission) =>
        (await SetMemberAsync(workspace, person, permission, GuardedServer.Admin)).Status.ShouldBe(200);

    public async Task<(int Status, string Text)> SetMemberAsync(string workspace, string person, string permission, AuthenticationHeaderValue who)
    {
        using var body = JsonContent.Create(new { permission });
        return await Guarded.SendAsync(HttpMethod.Put, new Uri(Server.HttpAddress, $"/api/3.0/otelbridge/workspaces/{workspace}/members/{person}"), who, body);
    }

    public async Task<AuthenticationHeaderValue> MakeKeyAsync(string workspace, params string[] scopes) =>
        GuardedServer.Bearer((string)(await PostAsync("/api/3.0/otelbridge/keys", new { name = "key", scopes, workspace }))["secret"]!);

    public Task<(int Status, string Text)> GetAsync(string path, AuthenticationHeaderValue who, string? workspace = null) =>
        Guarded.SendAsync(HttpMethod.Get, new Uri(Server.HttpAddress, path), who, null, workspace);

    /// <summary>Asks something of a workspace as an admin.</summary>
    public async Task<JsonNode> PostAsync(string path, object body, string? workspace = null)
    {
        using var content = JsonContent.Create(body);
        var (status, text) = await Guarded.SendAsync(HttpMethod.Post, new Uri(Server.HttpAddress, path), GuardedServer.Admin, content, workspace);
        status.ShouldBe(200, text);
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        await Guarded.DisposeAsync();
        _folder.Dispose();
    }
}
