using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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
    private int _attempts;

    private FakeCollector(WebApplication app) => _app = app;

    public int Port { get; private set; }

    public int HttpPort { get; private set; }

    /// <summary>Address for <c>MLFLOW_TRACKING_URI</c>.</summary>
    public string TrackingUri => $"grpc://127.0.0.1:{Port}";

    /// <summary>Address for <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> with protocol grpc.</summary>
    public string GrpcEndpoint => $"http://127.0.0.1:{Port}";

    /// <summary>Address for <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> with protocol http/protobuf.</summary>
    public string HttpEndpoint => $"http://127.0.0.1:{HttpPort}";

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

    /// <param name="port">Port for gRPC; 0 for a free one.</param>
    public static async Task<FakeCollector> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, o => o.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        var collector = new FakeCollector(app);
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
            await WriteAsync(context, answer.Status, answer.ToResponse());
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
            context.Response.StatusCode = answer.Status == GrpcStatusCode.Ok ? 200 : 503;
            context.Response.ContentType = "application/x-protobuf";
            await context.Response.Body.WriteAsync(answer.ToResponse().ToByteArray(), context.RequestAborted);
        }
    }

    /// <summary>Null when there is to be no answer.</summary>
    private async Task<CollectorAnswer?> DecideAsync(HttpContext context, ExportTraceServiceRequest request)
    {
        Interlocked.Increment(ref _attempts);
        LargestRequest = Math.Max(LargestRequest, request.CalculateSize());
        var answer = Volatile.Read(ref _answer)(request);
        switch (answer.Kind)
        {
            case CollectorAnswerKind.Stall:
                using (var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _disposing.Token))
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, over.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                }

                return null;
            case CollectorAnswerKind.CutLine:
                context.Abort();
                return null;
            default:
                if (answer.Status == GrpcStatusCode.Ok)
                {
                    var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
                    _requests.Enqueue(new ReceivedRequest(request, headers));
                }

                return answer;
        }
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

    private static async Task WriteAsync(HttpContext context, GrpcStatusCode status, IMessage? message)
    {
        context.Response.ContentType = GrpcHeaders.ContentType;
        if (status == GrpcStatusCode.Ok && message is not null)
        {
            await context.Response.Body.WriteAsync(GrpcFrame.Write(message, gzip: false), context.RequestAborted);
        }

        context.Response.AppendTrailer(GrpcHeaders.Status, $"{(int)status}");
        context.Response.AppendTrailer(GrpcHeaders.Message, GrpcMessageText.Encode($"The test asked for {status}."));
    }
}
