using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.TestSupport.Otlp;

/// <summary>A real OTLP and tracking peer on a loopback port that keeps what it gets and misbehaves on demand.</summary>
/// <remarks>gRPC over HTTP/2 without TLS on <see cref="Port"/>, OTLP/HTTP protobuf over HTTP/1.1 on <see cref="HttpPort"/>.</remarks>
public sealed class FakeCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _experiments = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly CancellationTokenSource _disposing = new();
    private Func<ExportTraceServiceRequest, CollectorAnswer> _answer = _ => CollectorAnswer.Ok;
    private string _scheme = string.Empty;
    private int _attempts;

    private FakeCollector(WebApplication app) => _app = app;

    public int Port { get; private set; }

    public int HttpPort { get; private set; }

    /// <summary>Address for <c>MLFLOW_TRACKING_URI</c>.</summary>
    public string TrackingUri => $"grpc{_scheme}://127.0.0.1:{Port}";

    /// <summary>Address for <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> with protocol grpc.</summary>
    public string GrpcEndpoint => $"http{_scheme}://127.0.0.1:{Port}";

    /// <summary>Address for <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> with protocol http/protobuf.</summary>
    public string HttpEndpoint => $"http{_scheme}://127.0.0.1:{HttpPort}";

    /// <summary>Requests that were answered with OK, in order.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>Spans of all those requests.</summary>
    public IReadOnlyList<Span> Spans => [.. Requests.SelectMany(r => r.Message.ResourceSpans).SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans)];

    /// <summary>Experiments by name.</summary>
    public IDictionary<string, string> Experiments => _experiments;

    /// <summary>Status of the tracking calls; OK by default.</summary>
    public GrpcStatusCode TrackingStatus { get; set; }

    /// <summary>Export requests that arrived, whatever they were answered.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>Largest body of a request in bytes.</summary>
    public long LargestRequest { get; private set; }

    /// <summary>Decides the answer to each export request.</summary>
    public void Answer(Func<ExportTraceServiceRequest, CollectorAnswer> answer) => Volatile.Write(ref _answer, answer);

    /// <summary>Larger requests are refused as too large.</summary>
    public long MaxRequestBytes { get; set; } = long.MaxValue;

    /// <summary>What the header <c>authorization</c> must be; anything when null.</summary>
    public string? Authorization { get; set; }

    /// <param name="port">Port for gRPC; 0 for a free one.</param>
    /// <param name="https">TLS on both ports.</param>
    public static async Task<FakeCollector> StartAsync(int port = 0, HttpsConnectionAdapterOptions? https = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, o => Configure(o, HttpProtocols.Http2, https));
            kestrel.Listen(IPAddress.Loopback, 0, o => Configure(o, HttpProtocols.Http1, https));
        });
        var app = builder.Build();
        var collector = new FakeCollector(app) { _scheme = https is null ? string.Empty : "s" };
        app.MapPost(TraceServiceMethods.Export.Path, collector.ExportAsync);
        app.MapPost("/v1/traces", collector.ExportHttpAsync);
        app.MapPost(TrackingServiceMethods.GetExperiment.Path, collector.GetExperimentAsync);
        app.MapPost(TrackingServiceMethods.CreateExperiment.Path, collector.CreateExperimentAsync);
        await app.StartAsync();
        var ports = app.Urls.Select(u => new Uri(u).Port).ToArray();
        (collector.Port, collector.HttpPort) = (ports[0], ports[1]);
        return collector;
    }

    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(deadline.Token);
        await _app.DisposeAsync();
        _disposing.Dispose();
    }

    private async Task ExportAsync(HttpContext context)
    {
        var request = await ReadAsync(context, TraceServiceMethods.Export.RequestParser);
        var answer = await DecideAsync(context, request);
        if (answer is not null)
        {
            await WriteAsync(context, answer.Status, answer.ToResponse(), answer.RetryAfter);
        }
    }

    private async Task ExportHttpAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = ExportTraceServiceRequest.Parser.ParseFrom(body.ToArray());
        var answer = await DecideAsync(context, request);
        if (answer is not null)
        {
            context.Response.StatusCode = HttpStatus(answer);
            context.Response.ContentType = "application/x-protobuf";
            if (answer.RetryAfterSeconds is { } seconds)
            {
                context.Response.Headers.RetryAfter = seconds;
            }

            await context.Response.Body.WriteAsync(answer.ToResponse().ToByteArray(), context.RequestAborted);
        }
    }

    /// <summary>Null when there is to be no answer.</summary>
    private async Task<CollectorAnswer?> DecideAsync(HttpContext context, ExportTraceServiceRequest request)
    {
        Interlocked.Increment(ref _attempts);
        LargestRequest = Math.Max(LargestRequest, request.CalculateSize());
        var answer = Authorization is { } who && context.Request.Headers.Authorization != who ? CollectorAnswer.Fail(GrpcStatusCode.Unauthenticated)
            : request.CalculateSize() > MaxRequestBytes ? CollectorAnswer.Fail(GrpcStatusCode.ResourceExhausted)
            : Volatile.Read(ref _answer)(request);
        if (await PlantedFault.TryPlayAsync(context, answer, _disposing.Token))
        {
            return null;
        }

        if (answer.Status == GrpcStatusCode.Ok)
        {
            var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            _requests.Enqueue(new ReceivedRequest(request, headers));
        }

        return answer;
    }

    private async Task GetExperimentAsync(HttpContext context)
    {
        var request = await ReadAsync(context, TrackingServiceMethods.GetExperiment.RequestParser);
        if (TrackingStatus != GrpcStatusCode.Ok)
        {
            await WriteAsync(context, TrackingStatus, null);
        }
        else if (_experiments.TryGetValue(request.Name, out var id))
        {
            await WriteAsync(context, GrpcStatusCode.Ok, new GetExperimentResponse { Experiment = new Experiment { ExperimentId = id, Name = request.Name } });
        }
        else
        {
            await WriteAsync(context, GrpcStatusCode.NotFound, null);
        }
    }

    private async Task CreateExperimentAsync(HttpContext context)
    {
        var request = await ReadAsync(context, TrackingServiceMethods.CreateExperiment.RequestParser);
        var id = $"{_experiments.Count + 1}";
        var isNew = _experiments.TryAdd(request.Name, id);
        await WriteAsync(context, isNew ? GrpcStatusCode.Ok : GrpcStatusCode.AlreadyExists, new CreateExperimentResponse { ExperimentId = id });
    }

    private static async Task<T> ReadAsync<T>(HttpContext context, MessageParser<T> parser)
        where T : class, IMessage<T> =>
        await GrpcFrame.ReadUnaryAsync(
            context.Request.BodyReader, context.Request.Headers[GrpcHeaders.Encoding], 64 * 1024 * 1024, parser, context.RequestAborted);

    private static void Configure(ListenOptions listen, HttpProtocols protocols, HttpsConnectionAdapterOptions? https)
    {
        listen.Protocols = protocols;
        if (https is not null)
        {
            listen.UseHttps(https);
        }
    }

    private static int HttpStatus(CollectorAnswer answer) => answer.Status switch
    {
        GrpcStatusCode.Ok => 200,
        GrpcStatusCode.InvalidArgument => 400,
        GrpcStatusCode.Unauthenticated => 401,
        GrpcStatusCode.PermissionDenied => 403,
        GrpcStatusCode.Unimplemented => 404,
        GrpcStatusCode.ResourceExhausted => answer.RetryAfter is null ? 413 : 429,
        _ => 503,
    };

    private static async Task WriteAsync(HttpContext context, GrpcStatusCode status, IMessage? message, TimeSpan? retryAfter = null)
    {
        context.Response.ContentType = GrpcHeaders.ContentType;
        if (status == GrpcStatusCode.Ok && message is not null)
        {
            await context.Response.Body.WriteAsync(GrpcFrame.Write(message, gzip: false), context.RequestAborted);
        }

        context.Response.AppendTrailer(GrpcHeaders.Status, $"{(int)status}");
        context.Response.AppendTrailer(GrpcHeaders.Message, GrpcMessageText.Encode($"The test asked for {status}."));
        if (retryAfter is { } wait)
        {
            var details = new Rpc.Status { Code = (int)status, Details = { Any.Pack(new Rpc.RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }) } };
            context.Response.AppendTrailer("grpc-status-details-bin", Convert.ToBase64String(details.ToByteArray()).TrimEnd('='));
        }
    }
}
