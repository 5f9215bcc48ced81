using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.TestSupport.Mlflow;

/// <summary>A stock MLflow server of any version, as far as spans go, on a free port of 127.0.0.1: it keeps what it gets and misbehaves on demand.</summary>
/// <remarks>Answers are those of MLflow 3.6 as they were recorded. What it is, is set by properties; how one request fails, by <see cref="Answer"/>.</remarks>
public sealed class FakeMlflowServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _scheme;
    private readonly CancellationTokenSource _disposing = new();
    private readonly ConcurrentQueue<MlflowRequest> _requests = new();
    private readonly ConcurrentQueue<Span> _spans = new();
    private readonly ConcurrentDictionary<string, JsonObject> _records = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _arrived = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _experiments = new(StringComparer.Ordinal);
    private Func<MlflowRequest, CollectorAnswer?> _answer = _ => null;

    private FakeMlflowServer(WebApplication app, string scheme) => (_app, _scheme) = (app, scheme);

    /// <summary>What <c>/version</c> says, which decides what the server can do; there is no such page when null.</summary>
    public string? Version { get; set; } = "3.6.0";

    /// <summary>Whether its store takes spans; the file store of MLflow does not.</summary>
    public bool HasSpanStore { get; set; } = true;

    /// <summary>Whether a record may be written a second time; servers before 3.4 refuse that.</summary>
    public bool TakesRecordsTwice { get; set; } = true;

    /// <summary>What the header <c>Authorization</c> must be; anything when null.</summary>
    public string? Authorization { get; set; }

    /// <summary>Ids of traces whose spans it refuses, with status 422, while it keeps those of the others.</summary>
    public ISet<string> RefusedTraces { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Where artifacts lie.</summary>
    public string ArtifactRoot { get; set; } = "mlflow-artifacts:/";

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>Address for <c>MLFLOW_TRACKING_URI</c>.</summary>
    public string Address => $"{_scheme}://127.0.0.1:{Port}";

    /// <summary>Every request that arrived, whatever it was answered, in order.</summary>
    public IReadOnlyList<MlflowRequest> Requests => [.. _requests];

    /// <summary>Spans that were taken over OTLP, as often as they came.</summary>
    public IReadOnlyList<Span> OtlpSpans => [.. _spans];

    /// <summary>Spans in the files <c>traces.json</c>.</summary>
    public IReadOnlyList<JsonObject> FileSpans => [.. _files.Values.SelectMany(static file => JsonNode.Parse(file)!["spans"]!.AsArray().Select(static span => span!.AsObject()))];

    /// <summary>Ids of all spans that it has, by whichever way they came, once each, in hex.</summary>
    public IReadOnlySet<string> SpanIds =>
        OtlpSpans.Select(static span => Convert.ToHexStringLower(span.SpanId.Span))
            .Concat(FileSpans.Select(static span => Convert.ToHexStringLower(Convert.FromBase64String((string)span["span_id"]!))))
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>What it was told of whole traces, by id.</summary>
    public IReadOnlyDictionary<string, JsonObject> Records => _records;

    /// <summary>Artifacts by path.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    /// <summary>Experiments by name.</summary>
    public IDictionary<string, string> Experiments => _experiments;

    /// <summary>Plants a fault: null, or an answer of kind Answer and status OK, lets a request through.</summary>
    public void Answer(Func<MlflowRequest, CollectorAnswer?> answer) => Volatile.Write(ref _answer, answer);

    /// <param name="version">What <c>/version</c> says.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="https">TLS.</param>
    public static async Task<FakeMlflowServer> StartAsync(string? version = "3.6.0", int port = 0, HttpsConnectionAdapterOptions? https = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (https is not null)
                {
                    listen.UseHttps(https);
                }
            });
        });
        var app = builder.Build();
        var server = new FakeMlflowServer(app, https is null ? "http" : "https") { Version = version };
        app.Run(server.HandleAsync);
        await app.StartAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(deadline.Token);
        await _app.DisposeAsync();
        _disposing.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new MlflowRequest(context.Request.Method, context.Request.Path + context.Request.QueryString.ToString(), headers, body.ToArray());
        _requests.Enqueue(request);
        var planted = Volatile.Read(ref _answer)(request) ?? CollectorAnswer.Ok;
        if (await PlantedFault.TryPlayAsync(context, planted, _disposing.Token))
        {
            return;
        }

        var (status, text) = Authorization is { } who && context.Request.Headers.Authorization != who ? (401, "You are not authenticated.") : Respond(request, context);
        context.Response.StatusCode = status;
        context.Response.ContentType = text.StartsWith('{') ? "application/json" : "text/html; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
    }

    private (int Status, string Text) Respond(MlflowRequest request, HttpContext context)
    {
        const string files = "/api/2.0/mlflow-artifacts/artifacts";
        var path = context.Request.Path.Value!;
        return (request.Method, path) switch
        {
            ("GET", "/version") when Version is not null => (200, Version),
            ("POST", "/v1/traces") when Can(3, 4) => TakeSpans(request),
            ("GET", "/api/2.0/mlflow/experiments/get-by-name") => GetExperiment(context.Request.Query["experiment_name"].ToString()),
            ("POST", "/api/2.0/mlflow/experiments/create") => CreateExperiment(request),
            ("POST", "/api/3.0/mlflow/traces") when Can(3, 0) => Start(request),
            ("GET", _) when Can(3, 0) && path.StartsWith("/api/3.0/mlflow/traces/", StringComparison.Ordinal) => Get(path.Split('/')[^1]),
            ("POST", "/api/2.0/mlflow/traces") => StartV2(request),
            ("PATCH", _) when path.StartsWith("/api/2.0/mlflow/traces/", StringComparison.Ordinal) => EndV2(path.Split('/')[^1], request),
            ("GET", files) => List(context.Request.Query["path"].ToString()),
            ("GET", _) when path.StartsWith(files, StringComparison.Ordinal) =>
                _files.TryGetValue(path[(files.Length + 1)..], out var file) ? (200, Encoding.UTF8.GetString(file)) : (500, Error("INTERNAL_ERROR", "No such file or directory")),
            ("PUT", _) when path.StartsWith(files, StringComparison.Ordinal) => Put(path[(files.Length + 1)..], request.Content),
            _ => (404, "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"),
        };
    }

    private static string Error(string code, string message) => new JsonObject { ["error_code"] = code, ["message"] = message }.ToJsonString();

    private bool Can(int major, int minor) => Version?.Split('.') is { Length: > 1 } parts && (int.Parse(parts[0]), int.Parse(parts[1])).CompareTo((major, minor)) >= 0;

    private (int Status, string Text) TakeSpans(MlflowRequest request)
    {
        if (!request.Headers.ContainsKey("x-mlflow-experiment-id"))
        {
            return (422, "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"header\",\"x-mlflow-experiment-id\"],\"msg\":\"Field required\"}]}");
        }

        if (request.Headers["Content-Type"] != "application/x-protobuf" || request.Headers.ContainsKey("Content-Encoding"))
        {
            return (400, "{\"detail\":\"Invalid Content-Type, or a compressed body\"}");
        }

        if (!HasSpanStore)
        {
            return (501, "{\"detail\":\"REST OTLP span logging is not supported by FileStore\"}");
        }

        var failed = new List<string>();
        foreach (var span in ExportTraceServiceRequest.Parser.ParseFrom(request.Content).ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans))
        {
            var id = $"tr-{Convert.ToHexStringLower(span.TraceId.Span)}";
            if (RefusedTraces.Contains(id))
            {
                failed.Add($"Trace {id}: refused");
            }
            else
            {
                _spans.Enqueue(span);
                _arrived.TryAdd(id, request.Headers["x-mlflow-experiment-id"]);
            }
        }

        return failed.Count == 0
            ? (200, "{\"partialSuccess\":null}")
            : (422, new JsonObject { ["detail"] = $"Failed to log OpenTelemetry spans: {string.Join("; ", failed.Distinct())}" }.ToJsonString());
    }

    private (int Status, string Text) GetExperiment(string name) => _experiments.TryGetValue(name, out var id)
        ? (200, $"{{\"experiment\":{{\"experiment_id\":\"{id}\",\"name\":\"{name}\",\"artifact_location\":\"{ArtifactRoot}{id}\",\"lifecycle_stage\":\"active\"}}}}")
        : (404, Error("RESOURCE_DOES_NOT_EXIST", $"Could not find experiment with name '{name}'"));

    private (int Status, string Text) CreateExperiment(MlflowRequest request)
    {
        var id = $"{_experiments.Count + 1}";
        return _experiments.TryAdd((string)JsonNode.Parse(request.Body)!["name"]!, id)
            ? (200, $"{{\"experiment_id\":\"{id}\"}}")
            : (400, Error("RESOURCE_ALREADY_EXISTS", "It exists."));
    }

    private (int Status, string Text) Start(MlflowRequest request)
    {
        var info = JsonNode.Parse(request.Body)!["trace"]!["trace_info"]!.AsObject();
        var id = (string)info["trace_id"]!;
        if (_records.ContainsKey(id) && !TakesRecordsTwice)
        {
            return (500, Error("INTERNAL_ERROR", "UNIQUE constraint failed: trace_info.request_id"));
        }

        info["tags"] ??= new JsonObject();
        var tags = info["tags"]!.AsObject();
        tags["mlflow.artifactLocation"] = $"{ArtifactRoot}{info["trace_location"]!["mlflow_experiment"]!["experiment_id"]}/traces/{id}/artifacts";
        if (HasSpanStore && Can(3, 4))
        {
            tags["mlflow.trace.spansLocation"] = "TRACKING_STORE";
        }

        _records[id] = info;
        return Get(id);
    }

    private (int Status, string Text) Get(string id) => _records.TryGetValue(id, out var info)
        ? (200, $"{{\"trace\":{{\"trace_info\":{info.ToJsonString()}}}}}")
        // Spans alone make a trace too.
        : _arrived.TryGetValue(id, out var experiment)
            ? (200, $"{{\"trace\":{{\"trace_info\":{{\"trace_id\":\"{id}\",\"trace_location\":{{\"type\":\"MLFLOW_EXPERIMENT\",\"mlflow_experiment\":{{\"experiment_id\":\"{experiment}\"}}}},\"state\":\"IN_PROGRESS\"}}}}}}")
            : (404, Error("RESOURCE_DOES_NOT_EXIST", $"Trace with ID '{id}' not found."));

    private (int Status, string Text) StartV2(MlflowRequest request)
    {
        var info = JsonNode.Parse(request.Body)!.AsObject();
        var id = Guid.NewGuid().ToString("N");
        info["tags"] ??= new JsonArray();
        var tags = info["tags"]!.AsArray();
        tags.Add(new JsonObject { ["key"] = "mlflow.artifactLocation", ["value"] = $"{ArtifactRoot}{info["experiment_id"]}/traces/{id}/artifacts" });
        (info["request_id"], info["status"]) = (id, "IN_PROGRESS");
        _records[id] = info;
        return (200, $"{{\"trace_info\":{info.ToJsonString()}}}");
    }

    // Of a trace that was started over either version.
    private (int Status, string Text) EndV2(string id, MlflowRequest request)
    {
        if (!_records.TryGetValue(id, out var info))
        {
            return (404, Error("RESOURCE_DOES_NOT_EXIST", $"Trace with ID '{id}' not found."));
        }

        var end = JsonNode.Parse(request.Body)!.AsObject();
        info[info.ContainsKey("state") ? "state" : "status"] = (string?)end["status"];
        info["end_request"] = end.DeepClone();
        return (200, "{\"trace_info\":{\"request_id\":\"" + id + "\"}}");
    }

    private (int Status, string Text) List(string folder)
    {
        var names = new JsonArray([.. _files.Keys.Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal)).Select(name => (JsonNode)new JsonObject { ["path"] = name[(folder.Length + 1)..] })]);
        return (200, names.Count == 0 ? "{}" : new JsonObject { ["files"] = names }.ToJsonString());
    }

    private (int Status, string Text) Put(string path, byte[] content)
    {
        _files[path] = content;
        return (200, "{}");
    }
}
