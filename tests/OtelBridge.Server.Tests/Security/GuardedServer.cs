using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using OtelBridge.Otlp;
using OtelBridge.Server.Configuration;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Security;

/// <summary>A server that asks who calls, with two experiments that know nothing of each other; what is in the second one has <see cref="Secret"/> in every text but its name, which is asked for.</summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    public const string Secret = "zaubersiegel";
    public const string AdminPassword = "the admin's own";
    public const string ManagerPassword = "the manager's own";

    // What a page sends a browser on to is another request, for which it would not say again who asks.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private GuardedServer(ServerUnderTest server, string own, string foreign)
    {
        Server = server;
        (Own, Foreign) = (own, foreign);
    }

    public ServerUnderTest Server { get; }

    public string Own { get; }

    public string Foreign { get; }

    public static AuthenticationHeaderValue Admin { get; } = Basic("admin", AdminPassword);

    /// <summary>Somebody who manages the experiment <see cref="Own"/>, and has nothing to do with the other.</summary>
    public static AuthenticationHeaderValue Manager { get; } = Basic("manager", ManagerPassword);

    public static AuthenticationHeaderValue Basic(string name, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));

    public static AuthenticationHeaderValue Bearer(string key) => new("Bearer", key);

    public static async Task<GuardedServer> StartAsync(Action<OtelBridgeServerOptions>? configure = null, string on = TestStore.Sqlite)
    {
        var server = await ServerUnderTest.StartAsync(options =>
        {
            options.Access.IsRequired = true;
            options.Access.AdminPassword = AdminPassword;
            options.Jaeger = ListenAddress.AnyLoopbackPort;
            options.Zipkin = ListenAddress.AnyLoopbackPort;
            configure?.Invoke(options);
        }, on: on);
        var own = await CreateExperimentAsync(server, "ours");
        var foreign = await CreateExperimentAsync(server, "theirs");
        var guarded = new GuardedServer(server, own, foreign);
        await guarded.PostAsync("/api/2.0/mlflow/experiments/set-experiment-tag", new { experiment_id = foreign, key = "mlflow.note.content", value = Secret });
        await guarded.PostAsync("/api/2.0/mlflow/users/create", new { username = "manager", password = ManagerPassword });
        await guarded.PostAsync("/api/2.0/mlflow/experiments/permissions/create", new { username = "manager", experiment_id = own, permission = "MANAGE" });
        return guarded;
    }

    /// <summary>Stores a trace with a run beside it: trace 1 in the own experiment, 2 in the other.</summary>
    public async Task<(string TraceId, string RunId)> FillAsync(string experiment)
    {
        var (number, text) = experiment == Foreign ? (2, Secret) : (1, "ours");
        await StoreAsync(experiment, text, Span(number, 1, name: text).With("mlflow.spanInputs", $"\"{text}\"").With("mlflow.trace.tag.team", text).With("mlflow.trace.session", text));
        var run = await PostAsync("/api/2.0/mlflow/runs/create", new { experiment_id = experiment, run_name = text, start_time = 1 });
        return (TraceIdText(number), (string)run["run"]!["info"]!["run_id"]!);
    }

    /// <summary>Stores a span of a service as an admin.</summary>
    public async Task StoreAsync(string experiment, string service, Span span)
    {
        var spans = Request(span);
        spans.ResourceSpans[0].Resource.Attributes[0].Value.StringValue = service;
        using var body = new ByteArrayContent(Google.Protobuf.MessageExtensions.ToByteArray(spans)) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.OtlpHttpAddress, "/v1/traces")) { Content = body, Headers = { Authorization = Admin } };
        request.Headers.Add("x-mlflow-experiment-id", experiment);
        using var stored = await Server.OtlpHttp.SendAsync(request);
        stored.EnsureSuccessStatusCode();
    }

    /// <summary>Makes a key and gives what programs send.</summary>
    public async Task<string> MakeKeyAsync(string[] scopes, string[]? experiments = null, int? days = null, object? quota = null) =>
        (string)(await PostAsync("/api/3.0/otelbridge/keys", new { name = string.Join('+', scopes), scopes, experiment_ids = experiments, expires_in_days = days, quota }))["secret"]!;

    /// <summary>Asks something as an admin.</summary>
    public async Task<JsonNode> PostAsync(string path, object body) => await PostAsync(Server, path, body);

    /// <summary>Sends a request as somebody, or as nobody.</summary>
    public async Task<(int Status, string Text)> SendAsync(HttpMethod method, Uri address, AuthenticationHeaderValue? who, HttpContent? body = null, string? workspace = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body, Headers = { Authorization = who } };
        if (workspace is not null)
        {
            request.Headers.Add("X-MLFLOW-WORKSPACE", workspace);
        }

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var isEndless = answer.Content.Headers.ContentType?.MediaType == "text/event-stream"; // it tells that there is something new, not what
        return ((int)answer.StatusCode, isEndless ? string.Empty : await answer.Content.ReadAsStringAsync());
    }

    public Task<(int Status, string Text)> GetAsync(string path, AuthenticationHeaderValue? who) => SendAsync(HttpMethod.Get, new Uri(Server.HttpAddress, path), who);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return Server.DisposeAsync();
    }

    private static async Task<string> CreateExperimentAsync(ServerUnderTest server, string name) =>
        (string)(await PostAsync(server, "/api/2.0/mlflow/experiments/create", new { name }))["experiment_id"]!;

    private static async Task<JsonNode> PostAsync(ServerUnderTest server, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.HttpAddress, path)) { Content = JsonContent.Create(body), Headers = { Authorization = Admin } };
        using var answer = await server.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }
}
