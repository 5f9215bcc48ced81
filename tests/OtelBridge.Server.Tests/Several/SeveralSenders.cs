using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Tests.Several;

/// <summary>Clients that send to the one address of several servers, over gRPC and HTTP, and repeat each request until it is acknowledged, as exporters do.</summary>
internal sealed class SeveralSenders(ThreeServers servers, SentSpans spans, string experimentId)
{
    private const int Clients = 4;
    private const int SharedTraces = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BeforeRepeating = TimeSpan.FromMilliseconds(50);

    // Soon another server has its turn, as behind the balancers of clusters.
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMilliseconds(200);

    // Spans of these come over every client, so that servers extend one trace at once.
    private readonly int[] _shared = [.. Enumerable.Range(0, SharedTraces).Select(_ => servers.NewTrace())];
    private readonly SemaphoreSlim _more = new(0); // one for each request that is acknowledged
    private readonly ConcurrentQueue<string> _refused = new(); // bounded: a client that is refused ends

    private readonly ConcurrentQueue<string> _repeated = new(); // bounded by the time that a test takes

    /// <summary>Why requests were sent again.</summary>
    public IReadOnlyCollection<string> Repeated => _repeated;

    /// <summary>Sends while something happens, and until all that was sent is acknowledged; fails when a client was told anything but to come back.</summary>
    public async Task SendThroughAsync(Func<SeveralSenders, Task> what)
    {
        using var ending = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => client % 2 == 0 ? OverGrpcAsync(ending.Token) : OverHttpAsync(ending.Token))).ToList();
        try
        {
            await UntilMoreAsync();
            await what(this);
            await UntilMoreAsync();
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(clients).WaitAsync(Patience);
        }

        _refused.ShouldBeEmpty();
    }

    /// <summary>Waits until many more requests have been acknowledged.</summary>
    public async Task UntilMoreAsync()
    {
        const int More = 30;
        for (var i = 0; i < More; i++)
        {
            (await _more.WaitAsync(Patience)).ShouldBeTrue($"nothing more is acknowledged: {string.Join('\n', _refused.Concat(_repeated.TakeLast(10)))}");
        }
    }

    private async Task OverGrpcAsync(CancellationToken ending)
    {
        using var handler = new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLife };
        using var client = new UnaryGrpcClient(
            servers.GrpcAddress, new UnaryGrpcClientOptions { Timeout = Timeout, Handler = handler, Metadata = { [MlflowKeys.ExperimentHeader] = experimentId } });
        await SendAsync(
            async request =>
            {
                try
                {
                    var answer = await client.CallAsync(TraceServiceMethods.Export, request);
                    return (answer.PartialSuccess?.ErrorMessage, false);
                }
                catch (GrpcException e)
                {
                    return (e.Message, e.Status is GrpcStatusCode.Unavailable or GrpcStatusCode.DeadlineExceeded or GrpcStatusCode.ResourceExhausted);
                }
            },
            ending);
    }

    private async Task OverHttpAsync(CancellationToken ending)
    {
        using var handler = new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLife };
        using var client = new HttpClient(handler) { BaseAddress = servers.OtlpHttpAddress, Timeout = Timeout };
        client.DefaultRequestHeaders.Add(MlflowKeys.ExperimentHeader, experimentId);
        await SendAsync(
            async request =>
            {
                try
                {
                    using var body = new ByteArrayContent(request.ToByteArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
                    using var response = await client.PostAsync(new Uri("/v1/traces", UriKind.Relative), body);
                    var answer = await response.Content.ReadAsByteArrayAsync();
                    return response.StatusCode switch
                    {
                        HttpStatusCode.OK => (ExportTraceServiceResponse.Parser.ParseFrom(answer).PartialSuccess?.ErrorMessage, false),
                        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
                            ($"{response.StatusCode}", true),
                        _ => ($"{response.StatusCode}: {System.Text.Encoding.UTF8.GetString(answer)}", false),
                    };
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    return (e.Message, true); // the connection was lost, or nobody answered in time
                }
            },
            ending);
    }

    // What was begun is brought to its end, so that what was sent is what was acknowledged.
    private async Task SendAsync(Func<ExportTraceServiceRequest, Task<(string? Fault, bool MayComeBack)>> send, CancellationToken ending)
    {
        for (var i = 0; !ending.IsCancellationRequested; i++)
        {
            var request = spans.NewRequest(_shared[i % SharedTraces], _shared[(i + 1) % SharedTraces]);
            while (await send(request) is { Fault: { } fault } answer)
            {
                if (!answer.MayComeBack)
                {
                    _refused.Enqueue(fault);
                    return;
                }

                _repeated.Enqueue(fault);
                await Task.Delay(BeforeRepeating, CancellationToken.None);
            }

            spans.Acknowledged(request);
            _more.Release();
        }
    }
}
