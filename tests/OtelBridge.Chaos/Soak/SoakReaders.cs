using System.Diagnostics;
using System.Net.Http.Json;
using OtelBridge.Chaos.Load;
using OtelBridge.Grpc;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Chaos.Soak;

/// <summary>People and programs that look and delete while spans come in. Whatever does not work is an error: nothing of it is a fault of theirs.</summary>
internal sealed class SoakReaders(SoakServer server, Ledger ledger) : IDisposable
{
    private const string Default = "0";
    private static readonly TimeSpan StreamLength = TimeSpan.FromSeconds(20);

    private static readonly string[] Filters =
    [
        "", "status = 'ERROR'", "name = 'answer' AND execution_time_ms > 500", "tokens.total > 4000", "span.type = 'TOOL' AND span.name = 'lookup_order'", "session = 'session-1'",
        "trace.text MATCH 'bacedi'", "trace.text MATCH 'dice* lagu*'", "model = 'gpt-4o-mini' AND NOT status = 'ERROR'", "service.name = 'chaos'", "span.duration_ms > 890", "cost.total > 0.001",
    ];

    private static readonly string[] Orders = ["", "timestamp_ms ASC", "execution_time_ms DESC"];

    private static readonly string[] Pages =
    [
        "/", "/experiments/0", "/traces", "/traces?filter=status%20%3D%20%27ERROR%27", "/traces/rows", "/traces/count", "/traces/chart", "/dashboard", "/runs", "/sessions", "/status", "/status/store",
    ];

    private readonly UnaryGrpcClient _reader = server.Grpc(server.ReadKey);
    private readonly UnaryGrpcClient _writer = server.Grpc(server.WriteKey);
    private readonly HttpClient _http = server.Http(server.ReadKey);
    private int _streams;
    private int _deleted;

    public Latencies Searches { get; } = new();

    /// <summary>The slowest search of each kind.</summary>
    public Slowest SlowestSearches { get; } = new();

    public Latencies PageTimes { get; } = new();

    public Sayings Errors { get; } = new();

    /// <summary>Live streams that were opened and said something.</summary>
    public int Streams => _streams;

    public int DeletedTraces => _deleted;

    public async Task RunAsync(CancellationToken stop) => await Task.WhenAll(
        LoopAsync(TimeSpan.FromMilliseconds(500), SearchAsync, stop),
        LoopAsync(TimeSpan.FromMilliseconds(900), RestAsync, stop),
        LoopAsync(TimeSpan.FromMilliseconds(700), PageAsync, stop),
        LoopAsync(TimeSpan.FromMilliseconds(1_100), DeleteAsync, stop),
        LoopAsync(TimeSpan.FromSeconds(1), (_, token) => ListenAsync("/traces/live", token), stop),
        LoopAsync(TimeSpan.FromSeconds(1), (_, token) => ListenAsync("/experiments/live", token), stop),
        LoopAsync(TimeSpan.FromSeconds(1), (_, token) => ListenAsync("/status/live", token), stop));

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
        _http.Dispose();
    }

    private async Task LoopAsync(TimeSpan pause, Func<Random, CancellationToken, Task> act, CancellationToken stop)
    {
        var random = new Random(1);
        try
        {
            while (true)
            {
                await Task.Delay(pause, stop);
                try
                {
                    await act(random, stop);
                }
                catch (Exception e) when (!stop.IsCancellationRequested)
                {
                    Errors.Add($"{act.Method.Name}: {e.GetType().Name}: {e.Message}");
                }
            }
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The end of the run, wherever it was.
        }
    }

    private async Task SearchAsync(Random random, CancellationToken stop)
    {
        var request = new SearchTracesRequest { MaxResults = 50, Filter = Filters[random.Next(Filters.Length)], ExperimentIds = { Default } };
        if (Orders[random.Next(Orders.Length)] is { Length: > 0 } order)
        {
            request.OrderBy.Add(order);
        }

        var start = Stopwatch.GetTimestamp();
        var page = await _reader.CallAsync(TrackingServiceMethods.SearchTraces, request, cancellationToken: stop);
        AddSearch(request.Filter, start);
        if (page.NextPageToken.Length > 0 && random.Next(4) == 0)
        {
            request.PageToken = page.NextPageToken;
            start = Stopwatch.GetTimestamp();
            await _reader.CallAsync(TrackingServiceMethods.SearchTraces, request, cancellationToken: stop);
            AddSearch($"{request.Filter} (second page)", start);
        }
    }

    private async Task RestAsync(Random random, CancellationToken stop)
    {
        var filter = Filters[random.Next(Filters.Length)];
        var start = Stopwatch.GetTimestamp();
        if (random.Next(2) == 0)
        {
            await _reader.CallAsync(TrackingServiceMethods.CountTraces, new CountTracesRequest { ExperimentIds = { Default }, Filter = filter }, cancellationToken: stop);
        }
        else
        {
            var body = new { locations = new[] { new { type = "MLFLOW_EXPERIMENT", mlflow_experiment = new { experiment_id = Default } } }, max_results = 20, filter };
            using var answer = await _http.PostAsJsonAsync(new Uri("/api/3.0/mlflow/traces/search", UriKind.Relative), body, stop);
            await answer.Content.ReadAsByteArrayAsync(stop);
            answer.EnsureSuccessStatusCode();
        }

        AddSearch($"{filter} (REST or count)", start);
    }

    private void AddSearch(string what, long start)
    {
        var time = Stopwatch.GetElapsedTime(start);
        Searches.Add(time);
        SlowestSearches.Add(what, time);
    }

    private async Task PageAsync(Random random, CancellationToken stop)
    {
        // Of the experiment where nothing is deleted meanwhile.
        var path = random.Next(3) == 0 && ledger.Recent(random, server.KeptId) is { } batch ? $"/traces/{ledger.TraceIdOf(batch.First)}" : Pages[random.Next(Pages.Length)];
        var start = Stopwatch.GetTimestamp();
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), stop);
        await answer.Content.ReadAsByteArrayAsync(stop);
        PageTimes.Add(Stopwatch.GetElapsedTime(start));
        if (!answer.IsSuccessStatusCode)
        {
            Errors.Add($"{path}: {(int)answer.StatusCode}");
        }
    }

    private async Task DeleteAsync(Random random, CancellationToken stop)
    {
        if (ledger.Recent(random, "") is not { } batch || batch.Start < DateTimeOffset.UtcNow.AddMinutes(-1))
        {
            return;
        }

        var request = new DeleteTracesRequest { ExperimentId = Default, TraceIds = { batch.Numbers.Select(ledger.TraceIdOf) } };
        var answer = await _writer.CallAsync(TrackingServiceMethods.DeleteTraces, request, cancellationToken: CancellationToken.None); // its answer is waited for, so that it is known
        batch.State = SentState.Deleted;
        Interlocked.Add(ref _deleted, batch.Count);
        if (answer.TracesDeleted != batch.Count)
        {
            Errors.Add($"{answer.TracesDeleted} of {batch.Count} traces were there to be deleted");
        }
    }

    private async Task ListenAsync(string path, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(StreamLength);
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, end.Token);
        answer.EnsureSuccessStatusCode();
        await using var stream = await answer.Content.ReadAsStreamAsync(end.Token);
        var buffer = new byte[1024];
        try
        {
            for (var first = true; await stream.ReadAsync(buffer, end.Token) > 0; first = false)
            {
                Interlocked.Add(ref _streams, first ? 1 : 0);
            }

            Errors.Add($"{path}: the stream ended");
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // A page that was closed.
        }
    }
}
