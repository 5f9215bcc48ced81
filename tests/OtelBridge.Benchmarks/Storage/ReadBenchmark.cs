using System.Diagnostics;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Grpc;
using OtelBridge.Identifiers;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Benchmarks.Storage;

/// <summary>Reads of whole traces from a running server, to the last byte: ten at once, as MLflow's client asks, and one very large one.</summary>
internal sealed class ReadBenchmark(bool quick) : Benchmark, IAsyncDisposable
{
    private const int BatchSize = 10;
    private const int LargeSize = 30_000;
    private const int SpansPerRequest = 1000;

    private readonly int _traces = quick ? 500 : 5000;
    private readonly Series _batchGrpc = Figure("read.batch10.grpc");
    private readonly Series _batchRest = Figure("read.batch10.rest");
    private readonly Series _largeGrpc = Figure("read.trace30000.grpc");
    private readonly Series _largeRest = Figure("read.trace30000.rest");
    private readonly List<string> _ids = [];
    private readonly Random _random = new(3);
    private ServerUnderTest? _server;
    private string _large = string.Empty;

    public override IReadOnlyList<Series> Figures => [_batchGrpc, _batchRest, _largeGrpc, _largeRest];

    private ServerUnderTest Server => _server ?? throw new InvalidOperationException("The server is started by the warm-up.");

    public override async Task WarmUpAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        var traces = new GenAiTraces(Corpus.Load(), seed: 5);
        for (var sent = 0; sent < _traces; sent += BatchSize)
        {
            var request = traces.Request(BatchSize);
            _ids.AddRange(request.ResourceSpans.AllSpans().Select(span => TraceIdText.FromBytes(span.TraceId.Span)).Distinct());
            await Server.Grpc.CallAsync(TraceServiceMethods.Export, request);
        }

        await SendLargeAsync(traces);
        for (var round = 0; round < 3; round++)
        {
            await RunRoundAsync(static (_, _) => { });
        }
    }

    public override Task RunRoundAsync(int round) => RunRoundAsync(static (series, value) => series.Add(value));

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static Series Figure(string name) => new(name, "ms", Result.Lower, null, null);

    private async Task RunRoundAsync(Action<Series, double> add)
    {
        var ids = Enumerable.Range(0, BatchSize).Select(_ => _ids[_random.Next(_ids.Count)]).Distinct().ToList();
        add(_batchGrpc, await TimeAsync(() => Server.Grpc.CallAsync(TrackingServiceMethods.BatchGetTraces, new BatchGetTracesRequest { TraceIds = { ids } })));
        add(_batchRest, await TimeAsync(() => Server.Http.GetByteArrayAsync("/api/3.0/mlflow/traces/batchGet?" + string.Join('&', ids.Select(id => $"trace_ids={id}")))));
        add(_largeGrpc, await TimeAsync(() => Server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = _large })));
        add(_largeRest, await TimeAsync(() => Server.Http.GetByteArrayAsync($"/api/3.0/mlflow/traces/get?trace_id={_large}")));
    }

    // The spans of many traces below one root, as a long-running agent has them.
    private async Task SendLargeAsync(GenAiTraces traces)
    {
        ByteString? traceId = null;
        ByteString root = ByteString.Empty;
        for (var sent = 0; sent < LargeSize; sent += SpansPerRequest)
        {
            var request = traces.Request(SpansPerRequest / GenAiTraces.SpansPerTrace);
            foreach (var span in request.ResourceSpans.AllSpans())
            {
                traceId ??= span.TraceId;
                span.TraceId = traceId;
                span.Attributes.Remove(span.Attributes.Single(attribute => attribute.Key == MlflowKeys.TraceRequestId));
                if (span.ParentSpanId.IsEmpty)
                {
                    (span.ParentSpanId, root) = (root, root.IsEmpty ? span.SpanId : root);
                }
            }

            await Server.Grpc.CallAsync(TraceServiceMethods.Export, request);
        }

        _large = TraceIdText.FromBytes(traceId!.Span);
    }

    private static async Task<double> TimeAsync<T>(Func<Task<T>> read)
    {
        var started = Stopwatch.GetTimestamp();
        await read();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
