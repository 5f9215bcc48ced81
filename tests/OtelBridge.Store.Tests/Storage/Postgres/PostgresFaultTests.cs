using System.Collections.Concurrent;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Postgres;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Postgres;

/// <summary>A database that crashes, cuts connections off, or is away: nothing acknowledged is lost, and nothing is stored twice.</summary>
public sealed class PostgresFaultTests : IAsyncLifetime
{
    private const int Senders = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly SemaphoreSlim _more = new(0); // one for each request that is acknowledged
    private PostgresServer _server = null!; // set before each test
    private string _database = null!;
    private ITraceStore _store = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync("fsync=off");
        _database = await _server.CreateDatabaseAsync();
        _store = await TraceStores.OpenAsync(_server.Address(_database), StoreAccess.ReadWrite, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
        _more.Dispose();
    }

    [Fact]
    public async Task Ingest_DatabaseCrashesAndComesBack_EverythingAcknowledgedIsThereOnce()
    {
        const int Crashes = 2;
        await ThroughFaultsAsync(Crashes, async () =>
        {
            await _server.StopAsync();
            await _server.StartAgainAsync();
        });
    }

    [Fact]
    public async Task Ingest_ConnectionsAreCutOff_EverythingAcknowledgedIsThereOnce()
    {
        const int Cuts = 10;
        await ThroughFaultsAsync(
            Cuts,
            () => _server.ExecuteAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{_database}'"));
    }

    [Fact]
    public async Task Changes_ConnectionsAreCutOff_EachIsMadeOnce()
    {
        const int Rounds = 30;
        using var ended = new CancellationTokenSource();
        var cutting = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                await _server.ExecuteAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{_database}'");
            }
        });

        // A name that is taken gives null: a change that was made and then made again would say so.
        var ids = new List<string?>();
        for (var i = 0; i < Rounds; i++)
        {
            ids.Add(await _store.Experiments.CreateAsync($"experiment {i}", new Dictionary<string, string> { ["a"] = "b" }, CancellationToken.None).WaitAsync(Patience));
        }

        await ended.CancelAsync();
        await cutting.WaitAsync(Patience);
        ids.ShouldAllBe(id => id != null);
        ids.Distinct().Count().ShouldBe(Rounds);
    }

    [Fact]
    public async Task Everything_DatabaseIsAway_IsUnavailableAndComesBackByItself()
    {
        var ingestor = new TraceIngestor(_store);
        await ingestor.IngestAsync(Request(Span(1, 1)), null, CancellationToken.None);
        await _server.StopAsync();

        var fault = await Should.ThrowAsync<StoreUnavailableException>(() => ingestor.IngestAsync(Request(Span(2, 1)), null, CancellationToken.None).WaitAsync(Patience));
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None).WaitAsync(Patience));
        await Should.ThrowAsync<StoreUnavailableException>(
            () => _store.Experiments.CreateAsync("a", new Dictionary<string, string>(), CancellationToken.None).WaitAsync(Patience));
        await _server.StartAgainAsync();
        await ingestor.IngestAsync(Request(Span(2, 1)), null, CancellationToken.None).WaitAsync(Patience);

        fault.Message.ShouldContain("cannot be reached");
        (await _store.Reader.GetTracesAsync([TraceIdText(1), TraceIdText(2)], CancellationToken.None)).Count.ShouldBe(2);
    }

    // Sends without end while the faults happen, then looks at what was acknowledged.
    private async Task ThroughFaultsAsync(int faults, Func<Task> fault)
    {
        var acknowledged = new ConcurrentBag<int>();
        using var ended = new CancellationTokenSource();
        var senders = Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(sender, acknowledged, ended.Token))).ToList();
        for (var i = 0; i < faults; i++)
        {
            await UntilMoreAsync();
            await fault();
        }

        await UntilMoreAsync();
        await ended.CancelAsync();
        await Task.WhenAll(senders).WaitAsync(Patience);

        foreach (var chunk in acknowledged.Chunk(100))
        {
            var traces = await _store.Reader.GetTracesAsync([.. chunk.Select(TraceIdText)], CancellationToken.None);
            traces.Count.ShouldBe(chunk.Length);
            traces.ShouldAllBe(trace => trace.Info.SpanCount == 2 && trace.ResourceSpans.AllSpans().Count() == 2);
        }
    }

    private async Task SendAsync(int sender, ConcurrentBag<int> acknowledged, CancellationToken cancellationToken)
    {
        var ingestor = new TraceIngestor(_store);
        for (var number = sender; !cancellationToken.IsCancellationRequested; number += Senders)
        {
            try
            {
                await ingestor.IngestAsync(Request(Span(number, 1), Span(number, 2, parent: 1)), null, CancellationToken.None);
                acknowledged.Add(number);
                _more.Release();
            }
            catch (StoreUnavailableException)
            {
                // Not acknowledged; a sender would try again.
            }
        }
    }

    private async Task UntilMoreAsync()
    {
        const int More = 50;
        for (var i = 0; i < More; i++)
        {
            (await _more.WaitAsync(Patience)).ShouldBeTrue("nothing more is acknowledged");
        }
    }
}
